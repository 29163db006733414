import { isDeepStrictEqual } from "node:util";
import type { ErrorFormat } from "@completions-api/http";
import { quoteName } from "@completions-api/protocol";
import type { CheckedRequest } from "./checked-request.ts";
import { createErrorByStatus } from "./error-by-status.ts";
import type { MockOperation } from "./mock-operation.ts";
import { toFixedResponse } from "./mock-response.ts";
import { invalidPreference } from "./prefer-header.ts";
import type { ExampleResponse, SpecExample } from "./spec-examples.ts";

/**
 * Chooses the response that the request's `Prefer` header asks for, otherwise the example for an equal request.
 *
 * @returns undefined if there is neither.
 * @throws HttpError 400 `invalid_header` if `Prefer` asks for an example that does not exist or does not fit the other
 * preferences.
 */
export function chooseExample(
  { examples, comparedHeaders }: Pick<MockOperation, "examples" | "comparedHeaders">,
  request: CheckedRequest,
  errorFormat: ErrorFormat,
): ExampleResponse | undefined {
  const { code, example, "retry-after": retryAfter } = request.preferences;
  if (example !== undefined) return findByName(examples, example, request);
  if (code === undefined) return findEqual(examples, comparedHeaders, request);
  const createError = (code: number, retryAfter?: number) =>
    toFixedResponse(
      createErrorByStatus(code, { retryAfter, allow: request.method.toUpperCase() }),
      errorFormat,
    );
  if (retryAfter !== undefined) return createError(code, retryAfter);
  const stream = request.read.form?.stream ?? false;
  const first = examples.find(({ response }) =>
    "status" in response ? response.status === code : code === 200 && response.streamed === stream,
  );
  return first?.response ?? createError(code);
}

function findByName(
  examples: readonly SpecExample[],
  name: string,
  { preferences: { code, fault, itl } }: CheckedRequest,
): ExampleResponse {
  const found = examples.find((example) => example.name === name)?.response;
  if (found === undefined) {
    const names = examples.map((example) => example.name).join(", ");
    throw invalidPreference(`names the unknown example ${quoteName(name)}`, `Known examples: ${names}.`);
  }
  const status = "status" in found ? found.status : 200;
  if (code !== undefined && code !== status)
    throw invalidPreference(`combines code=${code} with the example ${name}, whose status is ${status}`);
  if (status !== 200 && (fault ?? itl) !== undefined)
    throw invalidPreference(`combines itl or fault with the example ${name}, an error without events`);
  return found;
}

/**
 * Finds the response to an example request that equals `request`: the bodies are equal with defaults applied, and so are the
 * headers that the example names and `comparedHeaders`. A request without a body has no such example.
 */
function findEqual(
  examples: readonly SpecExample[],
  comparedHeaders: readonly string[],
  { headers, body }: CheckedRequest,
): ExampleResponse | undefined {
  if (body === undefined) return undefined;
  const equal = examples.find(({ request }) => {
    const names = [...comparedHeaders, ...Object.keys(request.headers)];
    return (
      names.every((name) => headers[name] === request.headers[name]) && isDeepStrictEqual(request.body, body)
    );
  });
  return equal?.response;
}
