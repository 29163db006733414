import type { ServerResponse } from "node:http";
import { encode, type Script } from "./scripted-upstream.ts";

/** Creates an event with some text or with the end of a choice. */
export function chunk(text: string, finishReason: string | null = null): object {
  const choices = [{ index: 0, text, finish_reason: finishReason }];
  return { id: "cmpl-1", object: "text_completion", created: 1, model: "m", choices, usage: null };
}

const usage: object = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };
/** The last event before `[DONE]`. */
export const usageChunk: object = { ...chunk(""), choices: [], usage };
/** A whole completion. */
export const completion: object = { ...chunk("one two", "stop"), usage };

/** Responds as a healthy server does, streamed or not. */
export const healthy: Script = (response, { body }) => {
  if (body.stream) {
    beginStream(response, chunk("one "), chunk("two", "stop"), usageChunk, "[DONE]");
    response.end();
  } else {
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(completion));
  }
};

/** Sends these events and leaves the stream open. */
export function beginStream(response: ServerResponse, ...events: unknown[]): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.flushHeaders();
  for (const event of events) response.write(encode(event));
}

/** Resets the connection after everything that was written before is sent. */
export function reset(response: ServerResponse): void {
  response.write("", () => response.socket?.resetAndDestroy());
}

/** Resets the connection without a response. */
export const refuse: Script = (response) => {
  response.socket?.resetAndDestroy();
};
