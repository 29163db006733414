import { hasChoices } from "@completions-api/protocol";
import type { CreateCompletionResponse, ErrorBody } from "@completions-api/types";
import type { Call } from "./call.ts";
import { ApiError } from "./errors/api-error.ts";
import { UnexpectedResponseError } from "./errors/unexpected-response-error.ts";
import { readText } from "./read-text.ts";

// More than any error of this API has, and little enough to keep of whatever answers in its place.
const longestFailure = 65_536;

/**
 * Reads a response that is not a stream, or not the one asked for.
 *
 * @param isCompletion - whether its status and media type are those of a completion.
 * @throws ApiError, UnexpectedResponseError where it has none.
 */
export async function readAnswer(
  response: Response,
  isCompletion: boolean,
  { request, checks }: Call,
): Promise<CreateCompletionResponse> {
  const text = await readText(response, isCompletion ? undefined : longestFailure);
  const body = parse(text);
  let problem: string | undefined = "not of this API";
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

/** What JSON.parse gives, as far as reading goes: all but two values can be asked for any property. */
type Json = Readonly<Record<string, unknown>> | null | undefined;

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Whoever asked tells what the text was instead.
  }
}

// These look at just so much that reading on does not fail in strange ways; `./validate` looks at everything.

// That the rest is there, too, is taken on trust.
const isCompletionBody = hasChoices as (body: unknown) => body is CreateCompletionResponse;

function isErrorBody(body: Json, status: number): body is Json & ErrorBody {
  return (
    body?.status === status &&
    typeof body.error === "string" &&
    typeof body.message === "string" &&
    (status !== 422 || !!body.detail)
  );
}
