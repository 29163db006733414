import type { GenerationRequest } from "../../backend.ts";

/** In bytes. */
const sizes = {
  /** An error, a few events without text, and the comments that keep a connection open: 15 bytes a second are 54,000 an hour. */
  frame: 2 ** 17,
  /** An event with one token: 300 bytes with its text, and some thousands with log probabilities or a server's own properties. */
  token: 2 ** 14,
  /** A byte of the prompt, which some servers return, in escapes of JSON. */
  promptByte: 8,
  /** A byte of the prompt that is listed as tokens, with the log probabilities of each. */
  listedByte: 2 ** 10,
};

/** The parts of a request that decide how long its response may be. */
export type SizedRequest = Pick<GenerationRequest, "prompts" | "maxTokens"> &
  Partial<Pick<GenerationRequest, "n" | "echo" | "passesProperties">>;

/** Returns the most bytes that a response may have, whatever is in it. No server that respects `max_tokens` comes close to them. */
export function mostResponseBytes(request: SizedRequest): number {
  const { prompts, maxTokens, n = 1, echo, passesProperties } = request;
  const perByte = echo || passesProperties ? sizes.listedByte : sizes.promptByte;
  // The most bytes that a token or a UTF-16 code unit can have.
  const promptBytes = prompts.reduce((sum, { prompt }) => sum + 4 * prompt.length, 0);
  return sizes.frame + n * (prompts.length * maxTokens * sizes.token + promptBytes * perByte);
}
