import { isDeepStrictEqual } from "node:util";
import { HttpError } from "@completions-api/protocol";
import type { CheckedRequest } from "./checked-request.ts";
import { createErrorByStatus } from "./error-by-status.ts";
import { invalidPreference } from "./preferences.ts";
import type { ExampleCompletion, SpecExample } from "./spec-examples.ts";

/** What the spec answers to a request: what its `Prefer` asks for, otherwise the example for it, if there is one. */
export function chooseExample(
  examples: readonly SpecExample[],
  request: CheckedRequest,
): ExampleCompletion | HttpError | undefined {
  const { code, example, "retry-after": retryAfter } = request.preferences;
  if (example !== undefined) return findNamed(examples, example, request);
  if (code === undefined) return findEqual(examples, request);
  if (retryAfter !== undefined) return createErrorByStatus(code, retryAfter);
  const { stream } = request.completion.parameters;
  const first = examples.find(({ answer }) =>
    answer instanceof HttpError ? answer.status === code : code === 200 && answer.streamed === stream,
  );
  return first?.answer ?? createErrorByStatus(code);
}

function findNamed(
  examples: readonly SpecExample[],
  name: string,
  { preferences: { code, fault, itl } }: CheckedRequest,
): ExampleCompletion | HttpError {
  const found = examples.find((example) => example.name === name)?.answer;
  if (found === undefined) {
    throw invalidPreference(
      `the spec has no example ${JSON.stringify(name)}, only ${examples.map(({ name }) => name).join(", ")}`,
    );
  }
  const status = found instanceof HttpError ? found.status : 200;
  if (code !== undefined && code !== status)
    throw invalidPreference(`the example ${name} has status ${status}`);
  if (status !== 200 && (fault ?? itl) !== undefined)
    throw invalidPreference(`the example ${name} is an error, which has no events`);
  return found;
}

/**
 * The example of an equal request: an equal body, defaults applied, and equal headers as far as the example names any.
 * The deployment counts even where it does not.
 */
function findEqual(
  examples: readonly SpecExample[],
  { headers, body }: CheckedRequest,
): SpecExample["answer"] | undefined {
  const equal = examples.find(({ request }) => {
    const names = ["azureml-model-deployment", ...Object.keys(request.headers)];
    return (
      names.every((name) => headers[name] === request.headers[name]) && isDeepStrictEqual(request.body, body)
    );
  });
  return equal?.answer;
}
