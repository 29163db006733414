import type { ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";

/** The part of a request that the honest engine reads. */
export interface EngineBody {
  readonly prompt?: unknown;
  readonly max_tokens?: number;
  readonly stream?: boolean;
}

/** The tokens after which the engine ends by itself. */
const contextLength = 2048;

const identity = { id: "cmpl-1", object: "text_completion", created: 1, model: "m" };

/**
 * Responds as an engine that generates up to `max_tokens` tokens, one every `pace` milliseconds, until the caller leaves.
 *
 * @param onToken - called for each token.
 */
export async function respondHonestly(
  response: ServerResponse,
  { max_tokens = 16, stream = false }: EngineBody,
  pace: number,
  onToken: () => void,
): Promise<void> {
  const tokens = Math.min(max_tokens, contextLength);
  const usage = { prompt_tokens: 1, completion_tokens: tokens, total_tokens: tokens + 1 };
  if (stream) response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
  for (let token = 0; token < tokens; token += 1) {
    if (pace > 0) await setTimeout(pace);
    if (response.destroyed) return;
    onToken();
    if (stream) response.write(toEvent({ choices: [{ index: 0, text: " word", finish_reason: null }] }));
  }
  const text = stream ? "" : " word".repeat(tokens);
  const choices = [{ index: 0, text, finish_reason: tokens < max_tokens ? "stop" : "length" }];
  if (stream) {
    response.write(toEvent({ choices }));
    response.end(`${toEvent({ choices: [], usage })}data: [DONE]\n\n`);
  } else {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ ...identity, choices, usage }));
  }
}

/** Writes an event of an engine's stream. */
export function toEvent(properties: object): string {
  return `data: ${JSON.stringify({ ...identity, ...properties })}\n\n`;
}
