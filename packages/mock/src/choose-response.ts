import type { ErrorFormat } from "@completions-api/http";
import type { CheckedRequest } from "./checked-request.ts";
import { chooseExample } from "./choose-example.ts";
import type { MockOperation } from "./mock-operation.ts";
import type { MockCompletion, MockResponse } from "./mock-response.ts";
import { invalidPreference } from "./prefer-header.ts";
import type { ExampleCompletion } from "./spec-examples.ts";

/**
 * Chooses the response that the request's `Prefer` header asks for, otherwise the spec's example for an equal request,
 * otherwise the response of the operation itself, such as a completion by the engine.
 *
 * @throws HttpError 400 `invalid_header` if `Prefer` asks for what the operation or the request does not have; whatever the
 * operation itself throws.
 */
export function chooseResponse(
  operation: MockOperation,
  request: CheckedRequest,
  errorFormat: ErrorFormat,
): MockResponse {
  const { preferences, read } = request;
  const { dynamic, fault, itl } = preferences;
  if (read.form === undefined && (fault ?? itl) !== undefined)
    throw invalidPreference("has itl or fault, but this route has no events");
  if (fault !== undefined && !read.form?.stream)
    throw invalidPreference("has fault, but the body lacks `stream: true`");
  if (dynamic && read.form?.stream) throw invalidPreference("has dynamic, but the body has `stream: true`");
  if (dynamic) return operation.prism.createDynamicResponse(request);

  const example = chooseExample(operation, request, errorFormat);
  if (example === undefined) return read.respond(preferences);
  return "streamed" in example ? replay(example) : example;
}

function replay({ chunks }: ExampleCompletion): MockCompletion {
  return {
    async *start() {
      for (const chunk of chunks) yield [chunk];
    },
  };
}
