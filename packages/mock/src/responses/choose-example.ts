import type { ErrorFormat } from "@completions-api/http/routing";
import { quoteName } from "@completions-api/protocol";
import { isEqual } from "../json/is-equal.ts";
import type { MockOperation, ReadRequest } from "../mock-operation.ts";
import type { MockRequest } from "../mock-request.ts";
import { toFixedResponse } from "../mock-response.ts";
import type { Preferences } from "../preferences/known-preferences.ts";
import { invalidPreference } from "../preferences/prefer-header.ts";
import { createScriptedError } from "../replies/scripted-error.ts";
import type { ExampleResponse, SpecExample } from "../spec/spec-examples.ts";

/**
 * Chooses the response that the request's `Prefer` header asks for.
 *
 * @returns undefined if it asks for none.
 * @throws HttpError 400 `invalid_header` if `Prefer` asks for an example that does not exist or does not fit the other
 * preferences.
 */
export function choosePreferred(
  { examples }: Pick<MockOperation, "examples">,
  preferences: Preferences,
  { read, errorFormat }: PreferredOptions,
): ExampleResponse | undefined {
  const { code, example, "retry-after": retryAfter } = preferences;
  if (example !== undefined) return findPreferred(examples, example, preferences);
  if (code === undefined) return undefined;
  const createError = () =>
    toFixedResponse(
      createScriptedError({ status: code, ...(retryAfter !== undefined && { retryAfter }) }),
      errorFormat,
    );
  if (retryAfter !== undefined) return createError();
  const stream = "completion" in read && read.completion.form.stream;
  const first = examples.find(({ response }) =>
    "status" in response ? response.status === code : code === 200 && response.streamed === stream,
  );
  return first?.response ?? createError();
}

/** The parts of a request that {@link choosePreferred} needs, and the format of errors. */
interface PreferredOptions {
  readonly read: ReadRequest;
  readonly errorFormat: ErrorFormat;
}

/**
 * Finds an example by its name.
 *
 * @returns undefined if there is none.
 */
export function findByName(examples: readonly SpecExample[], name: string): ExampleResponse | undefined {
  return examples.find((example) => example.name === name)?.response;
}

function findPreferred(
  examples: readonly SpecExample[],
  name: string,
  { code, fault, itl }: Preferences,
): ExampleResponse {
  const found = findByName(examples, name);
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
 * Finds the response to an example request that equals a request for a completion: the bodies are equal with defaults applied,
 * and so are the headers that the example names and those that the operation compares.
 */
export function findEqual(
  { examples, comparedHeaders }: Pick<MockOperation, "examples" | "comparedHeaders">,
  body: object,
  { headers }: Pick<MockRequest, "headers">,
): ExampleResponse | undefined {
  const hasHeader = (example: SpecExample, name: string) =>
    headers[name]?.join(", ") === example.request.headers[name];
  const equal = examples.find(
    (example) =>
      isEqual(example.request.body, body) &&
      comparedHeaders.every((name) => hasHeader(example, name)) &&
      Object.keys(example.request.headers).every((name) => hasHeader(example, name)),
  );
  return equal?.response;
}
