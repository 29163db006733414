import type { CreateCompletionResponse, ErrorBody, Prompt } from "@completions-api/types";
import type { Checks } from "./checks.ts";
import { ApiError } from "./errors/api-error.ts";
import type { ResponseError } from "./errors/response-error.ts";
import { UnexpectedResponseError } from "./errors/unexpected-response-error.ts";

// More than any error of this API has, and little enough to keep of whatever answers in its place.
const longestFailure = 65_536;

/** Whether a response has the media type, whatever its parameters. */
export function hasType({ headers }: Response, mediaType: string): boolean {
  return headers.get("content-type")?.toLowerCase().startsWith(mediaType) ?? false;
}

/** @throws UnexpectedResponseError where the body is no completion. */
export async function readCompletion(
  response: Response,
  prompt: Prompt,
  checks?: Checks,
): Promise<CreateCompletionResponse> {
  const text = await readText(response, Number.POSITIVE_INFINITY);
  const body = parse(text);
  if (!isCompletion(body)) throw new UnexpectedResponseError("not a completion", response, text);
  const problem = checks?.completion(body, prompt);
  if (problem) throw new UnexpectedResponseError(problem, response, text);
  return body;
}

/** What it means that a response is not the one asked for. */
export async function readFailure(response: Response, checks?: Checks): Promise<ResponseError> {
  const text = await readText(response, longestFailure);
  const body = parse(text);
  if (!isErrorBody(body, response.status)) {
    return new UnexpectedResponseError("not of this API", response, text);
  }
  const problem = checks?.error(body);
  return problem ? new UnexpectedResponseError(problem, response, text) : new ApiError(body, response);
}

/** @param limit - how much to keep, in UTF-16 code units, give or take a piece. */
async function readText({ body }: Response, limit: number): Promise<string> {
  const decoder = new TextDecoder();
  const reader = body?.getReader();
  let text = "";
  while (reader) {
    const { value, done } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
    if (text.length > limit) await reader.cancel();
  }
  return text;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Whoever asked tells what the text was instead.
  }
}

// These look at just so much that reading on does not fail in strange ways; `./validate` looks at everything.

function isCompletion(body: unknown): body is CreateCompletionResponse {
  return isObject(body) && Array.isArray(body.choices);
}

function isErrorBody(body: unknown, status: number): body is ErrorBody {
  return (
    isObject(body) &&
    body.status === status &&
    typeof body.error === "string" &&
    typeof body.message === "string" &&
    (status !== 422 || isObject(body.detail))
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
