import type { CreateCompletionResponse } from "@completions-api/types";
import type { Checks } from "./checks.ts";
import { ApiError, type ErrorAnswer } from "./errors/api-error.ts";
import type { CompletionsError } from "./errors/completions-error.ts";
import { UnexpectedResponseError } from "./errors/unexpected-response-error.ts";

// More than any error of this API has, and little enough to keep of whatever answers in its place.
const longestFailure = 65_536;

/** Whether a response has the media type, whatever its parameters. */
export function hasType({ headers }: Response, mediaType: string): boolean {
  return headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() === mediaType;
}

/** @throws UnexpectedResponseError where the body is no completion. */
export async function readCompletion(response: Response, checks?: Checks): Promise<CreateCompletionResponse> {
  const text = await readText(response, Number.POSITIVE_INFINITY);
  const body = parse(text);
  if (!isCompletion(body)) throw new UnexpectedResponseError("not a completion", response, text);
  const problem = checks?.completion(body);
  if (problem) throw new UnexpectedResponseError(problem, response, text);
  return body;
}

/** What it means that a response is not the one asked for. */
export async function readFailure(response: Response, checks?: Checks): Promise<CompletionsError> {
  const text = await readText(response, longestFailure);
  const answer = { status: response.status, body: parse(text) };
  if (!isErrorAnswer(answer)) return new UnexpectedResponseError("not of this API", response, text);
  const problem = checks?.error(answer);
  if (problem) return new UnexpectedResponseError(problem, response, text);
  return new ApiError(answer, response.headers);
}

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
    return undefined; // Whoever reads this says what the text was instead.
  }
}

// The guards look at just so much that reading on does not fail in strange ways; `./validate` looks at everything.

function isCompletion(body: unknown): body is CreateCompletionResponse {
  return isObject(body) && "choices" in body && Array.isArray(body.choices);
}

function isErrorAnswer(answer: { status: number; body: unknown }): answer is ErrorAnswer {
  const { status, body } = answer;
  return (
    isObject(body) &&
    "status" in body &&
    body.status === status &&
    "error" in body &&
    "message" in body &&
    (status !== 422 || ("detail" in body && isObject(body.detail)))
  );
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
