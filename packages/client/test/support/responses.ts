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

/** The completion that the chunks make up. */
export const completion: CreateCompletionResponse = {
  ...identity,
  choices: [{ index: 0, text: "one two three", finish_reason: "stop" }],
  usage,
};

/** Creates a chunk with a part of a choice. With a finish reason, it is the stream's last chunk and has the usage. */
export function chunkOf(text: string, finish_reason?: CompletionFinishReason, index = 0): CompletionChunk {
  const choices = [{ index, text, finish_reason: finish_reason ?? null }];
  return { ...identity, choices, usage: finish_reason ? usage : null };
}

export const chunks: readonly [CompletionChunk, CompletionChunk, CompletionChunk] = [
  chunkOf("one"),
  chunkOf(" two"),
  chunkOf(" three", "stop"),
];

/** The chunks as server-sent events, without `[DONE]`. */
export const events: readonly [string, string, string] = [
  encodeEvent(chunks[0]),
  encodeEvent(chunks[1]),
  encodeEvent(chunks[2]),
];

/** A whole stream: the events and `[DONE]`. */
export const streamBody: string = events.join("") + doneEvent;

/** Creates the body of an error with a `code`. */
export function errorOf(status: number, code: ErrorCode = "internal_error"): ContentFilterError {
  return { status, code, error: "Some error", message: "Something is wrong." };
}

type HeaderValues = Readonly<Record<string, string>>;

/** Responds with a body, sent unchanged. */
export function respond(
  status: number,
  type: string,
  body: string,
  headers: HeaderValues = {},
): RequestListener {
  return (_request, response) => {
    response.writeHead(status, { ...(type && { "content-type": type }), ...headers }).end(body);
  };
}

export function respondJson(status: number, body: unknown, headers?: HeaderValues): RequestListener {
  return respond(status, "application/json", JSON.stringify(body), headers);
}

/** Responds with an error that follows the spec. */
export function respondError(status: number, headers?: HeaderValues): RequestListener {
  return respondJson(status, errorOf(status), headers);
}

/** Responds with a whole stream. */
export function respondStream(body: string = streamBody): RequestListener {
  return respond(200, "text/event-stream; charset=utf-8", body);
}

/** Responds with the beginning of a stream, then calls `then`. Without `then`, the stream stays open. */
export function beginStream(body: string, then?: RequestListener): RequestListener {
  return (request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
    response.flushHeaders();
    response.write(body, () => then?.(request, response));
  };
}

/** Receives a request and never responds. */
export const neverRespond: RequestListener = () => {};

/** Closes the connection without a response. */
export const hangUp: RequestListener = (request) => {
  request.socket.destroy();
};
