import { isDeepStrictEqual } from "node:util";
import { HttpError, quoteName } from "@completions-api/protocol";
import type { CheckedRequest } from "./checked-request.ts";
import { createErrorByStatus } from "./error-by-status.ts";
import { invalidPreference } from "./prefer-header.ts";
import type { ExampleCompletion, SpecExample } from "./spec-examples.ts";

/**
 * Chooses the response that the request's `Prefer` header asks for, otherwise the example for an equal request.
 *
 * @returns undefined if there is neither.
 * @throws HttpError 400 `invalid_header` if `Prefer` asks for an example that does not exist or does not fit the other
 * preferences.
 */
export function chooseExample(
  examples: readonly SpecExample[],
  request: CheckedRequest,
): ExampleCompletion | HttpError | undefined {
  const { code, example, "retry-after": retryAfter } = request.preferences;
  if (example !== undefined) return findByName(examples, example, request);
  if (code === undefined) return findEqual(examples, request);
  if (retryAfter !== undefined) return createErrorByStatus(code, retryAfter);
  const { stream } = request.completion.parameters;
  const first = examples.find(({ response }) =>
    response instanceof HttpError ? response.status === code : code === 200 && response.streamed === stream,
  );
  return first?.response ?? createErrorByStatus(code);
}

function findByName(
  examples: readonly SpecExample[],
  name: string,
  { preferences: { code, fault, itl } }: CheckedRequest,
): ExampleCompletion | HttpError {
  const found = examples.find((example) => example.name === name)?.response;
  if (found === undefined) {
    const names = examples.map((example) => example.name).join(", ");
    throw invalidPreference(`names the unknown example ${quoteName(name)}`, `Known examples: ${names}.`);
  }
  const status = found instanceof HttpError ? found.status : 200;
  if (code !== undefined && code !== status)
    throw invalidPreference(`combines code=${code} with the example ${name}, whose status is ${status}`);
  if (status !== 200 && (fault ?? itl) !== undefined)
    throw invalidPreference(`combines itl or fault with the example ${name}, an error without events`);
  return found;
}

/**
 * Finds the response to an example request that equals `request`: the bodies are equal with defaults applied, and so are the
 * headers that the example names. `azureml-model-deployment` is compared even if the example does not name it.
 */
function findEqual(
  examples: readonly SpecExample[],
  { headers, body }: CheckedRequest,
): SpecExample["response"] | undefined {
  const equal = examples.find(({ request }) => {
    const names = ["azureml-model-deployment", ...Object.keys(request.headers)];
    return (
      names.every((name) => headers[name] === request.headers[name]) && isDeepStrictEqual(request.body, body)
    );
  });
  return equal?.response;
}
