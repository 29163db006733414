import type { RequestListener } from "node:http";
import { doneEvent, encodeEvent } from "@completions-api/protocol";
import type {
  CompletionChunk,
  CompletionFinishReason,
  ContentFilterError,
  CreateCompletionResponse,
  ErrorCode,
} from "@completions-api/types";

const identity = { id: "1", object: "text_completion", created: 1, model: "parrot" } as const;
const usage = { prompt_tokens: 1, completion_tokens: 3, total_tokens: 4 };

/** The completion that `chunks` make up. */
export const completion: CreateCompletionResponse = {
  ...identity,
  choices: [{ index: 0, text: "one two three", finish_reason: "stop" }],
  usage,
};

/** A part of a choice; the last part of a stream has a finish reason and the usage. */
export function chunkOf(text: string, finish_reason?: CompletionFinishReason, index = 0): CompletionChunk {
  const choices = [{ index, text, finish_reason: finish_reason ?? null }];
  return { ...identity, choices, usage: finish_reason ? usage : null };
}

export const chunks: readonly [CompletionChunk, CompletionChunk, CompletionChunk] = [
  chunkOf("one"),
  chunkOf(" two"),
  chunkOf(" three", "stop"),
];

/** The chunks as they are sent, each an event; without `[DONE]`. */
export const events: readonly [string, string, string] = [
  encodeEvent(chunks[0]),
  encodeEvent(chunks[1]),
  encodeEvent(chunks[2]),
];

/** A whole stream. */
export const streamBody: string = events.join("") + doneEvent;

/** What the spec has an error with a `code` look like. */
export function errorOf(status: number, code: ErrorCode = "internal_error"): ContentFilterError {
  return { status, code, error: "Some error", message: "Something is wrong." };
}

type HeaderValues = Readonly<Record<string, string>>;

/** Answers with this body, as it is. */
export function answer(
  status: number,
  type: string,
  body: string,
  headers: HeaderValues = {},
): RequestListener {
  return (_request, response) => {
    response.writeHead(status, { ...(type && { "content-type": type }), ...headers }).end(body);
  };
}

export function answerJson(status: number, body: unknown, headers?: HeaderValues): RequestListener {
  return answer(status, "application/json", JSON.stringify(body), headers);
}

/** Answers with an error of the spec. */
export function answerError(status: number, headers?: HeaderValues): RequestListener {
  return answerJson(status, errorOf(status), headers);
}

/** Answers with a stream that has this body, and ends. */
export function answerStream(body: string = streamBody): RequestListener {
  return answer(200, "text/event-stream; charset=utf-8", body);
}

/** Answers with a stream that begins with this body, and goes on as `then` says; by default not at all. */
export function beginStream(body: string, then?: RequestListener): RequestListener {
  return (request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
    response.flushHeaders();
    response.write(body, () => then?.(request, response));
  };
}

/** Never answers. */
export const noAnswer: RequestListener = () => {};

/** Cuts the connection. */
export const hangUp: RequestListener = (request) => {
  request.socket.destroy();
};
