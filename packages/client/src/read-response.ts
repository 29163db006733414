import { hasChoices } from "@completions-api/protocol";
import type { CreateCompletionResponse, ErrorBody } from "@completions-api/types";
import type { Call } from "./call.ts";
import { ApiError } from "./errors/api-error.ts";
import { UnexpectedResponseError } from "./errors/unexpected-response-error.ts";
import { mediaTypeOf } from "./media-type.ts";
import { readText } from "./read-text.ts";

// Longer than any error of this API, and short enough to hold in memory whatever else responds.
const maxErrorLength = 65_536;

/**
 * Reads a completion, or an error, or any response in place of the expected one.
 *
 * @param isCompletion - true if the response's status and media type are those of a completion.
 * @throws ApiError or UnexpectedResponseError if the response is not a completion.
 */
export async function readResponse(
  response: Response,
  isCompletion: boolean,
  { request, checks, maxResponseBytes }: Call,
): Promise<CreateCompletionResponse> {
  const text = isCompletion
    ? await readText(
        response,
        maxResponseBytes,
        `longer than ${maxResponseBytes} bytes, the limit set by the option \`maxResponseBytes\``,
      )
    : await readText(response, maxErrorLength);
  const body = parse(text);
  // A successful response has another media type than the request asks for, for example because a server ignores `stream`.
  const isOfOtherType = response.ok && !isCompletion;
  let problem: string | undefined =
    describeRedirect(response) ?? (isOfOtherType ? `not ${mediaTypeOf(request)}` : "not an API response");
  if (isCompletion) {
    if (isCompletionBody(body)) {
      problem = checks?.completion(body, request.prompt);
      if (!problem) return body;
    }
  } else if (isErrorBody(body, response.status)) {
    problem = checks?.error(body);
    if (!problem) throw new ApiError(body, response);
  }
  throw new UnexpectedResponseError(problem, response, text);
}

/** Describes a redirect, which is never followed. In browsers its status is 0, and its address is hidden. */
function describeRedirect({ status, headers }: Response): string | undefined {
  if (status > 399 || (status && status < 300)) return;
  return `a redirect to ${headers.get("location") ?? "another address"}, which is not followed; set \`baseUrl\` to the final address`;
}

/** The result of JSON.parse as far as reading is concerned: every value but these two has properties. */
type Json = Readonly<Record<string, unknown>> | null | undefined;

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // The caller's error quotes the text.
  }
}

// These functions check just enough for reading a body safely. `./validate` checks everything.

// The remaining properties are taken on trust.
const isCompletionBody = hasChoices as (body: unknown) => body is CreateCompletionResponse;

function isErrorBody(body: Json, status: number): body is Json & ErrorBody {
  return (
    body?.status === status &&
    typeof body.error === "string" &&
    typeof body.message === "string" &&
    (status !== 422 || !!body.detail)
  );
}
