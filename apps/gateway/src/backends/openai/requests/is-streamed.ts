import type { GenerationRequest } from "../../backend.ts";
import type { Dialect } from "../dialect.ts";

/**
 * Returns whether to ask the server for a stream. A server notices in the middle of a stream that the caller has disconnected; in
 * any other response many only notice at the end.
 */
export function isStreamed(request: GenerationRequest, dialect: Dialect): boolean {
  const { stream, maxTokens, n = 1, bestOf = n } = request;
  if (stream) return true;
  // The best of several choices is known only at the end, so it cannot be streamed; without tokens there is nothing to stop.
  if (dialect.stopsWhenLeft === "always" || bestOf > n || maxTokens === 0) return false;
  return !dialect.streamsPlainTextOnly || isForPlainText(request);
}

function isForPlainText({ prompts, n = 1, logprobs, echo, passesProperties }: GenerationRequest): boolean {
  const isOneChoice = prompts.length === 1 && n === 1;
  return isOneChoice && logprobs === undefined && echo !== true && passesProperties !== true;
}

/**
 * Returns whether the server is known to stop generating soon after the gateway disconnects from this request, so that what has
 * arrived in its stream is all that it has generated.
 */
export function stopsWhenLeft(request: GenerationRequest, dialect: Dialect): boolean {
  return dialect.stopsWhenLeft !== undefined && isStreamed(request, dialect);
}
