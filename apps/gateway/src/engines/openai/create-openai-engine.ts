import { HttpError } from "@completions-api/protocol";
import { Pool } from "undici";
import { badAnswer } from "../bad-answer.ts";
import type { Generate, Generation } from "../generate.ts";
import type { Call } from "./call.ts";
import { Connection, type ResponseReader } from "./connection.ts";
import type { Dialect } from "./dialect.ts";
import { connectionError } from "./errors/connection-error.ts";
import { GenerationWriter, type Settle } from "./generation-writer.ts";
import { readCompletion } from "./read-completion.ts";
import { readError } from "./read-error.ts";
import { readStream } from "./read-stream.ts";
import { toUpstreamRequest, type UpstreamIdentity } from "./request.ts";
import type { BodyReader } from "./response-body.ts";

/** Where a server is, and how it speaks. */
export interface OpenAIEngineOptions extends UpstreamIdentity {
  /** The base URL as OpenAI's clients take it, such as `http://127.0.0.1:8000/v1`: `/completions` is appended. */
  readonly url: string;
  readonly dialect: Dialect;
  readonly timeouts?: {
    /** Until a connection is there, in milliseconds; by default 10,000. */
    readonly connect?: number;
  };
}

/** An engine that is a server. */
export interface OpenAIEngine {
  readonly generate: Generate;
  /** Lets the requests under way end, takes no more, and closes the connections. */
  close(): Promise<void>;
}

/**
 * Makes an engine of a server that has OpenAI's `/v1/completions`, or what passes for it.
 *
 * Its `generate` throws, beside what the server refuses (see `errorFromFault`): HttpError 502 where the server cannot be
 * reached, is lost or makes no sense, 504 where it cannot be reached in time. It waits for answers as long as they take:
 * other timeouts are for who calls it.
 */
export function createOpenAIEngine(options: OpenAIEngineOptions): OpenAIEngine {
  const { dialect, timeouts } = options;
  const url = new URL(options.url);
  const query = dialect.contract ? `?api-version=${dialect.contract.apiVersion}` : url.search;
  const path = `${url.pathname.replace(/\/$/, "")}/completions${query}`;
  const pool = new Pool(url.origin, {
    // Any number of streams at once, none of which waits for another: hence no HTTP/2, which has them share a connection.
    connections: null,
    pipelining: 1,
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    ...(timeouts?.connect !== undefined && { connect: { timeout: timeouts.connect } }),
  });

  return {
    close: () => pool.close(),
    async generate(request, signal) {
      signal.throwIfAborted();
      const sent = toUpstreamRequest(request, dialect, options);
      const call: Call = { request, sent, dialect, signal };
      const { promise, resolve, reject } = Promise.withResolvers<Generation>();
      const connection = new Connection(readResponse(call, { resolve, reject }), signal);
      const body = JSON.stringify(sent.body);
      pool.dispatch({ method: "POST", path, headers: { ...sent.headers }, body }, connection);
      return promise;
    },
  };
}

/** Reads a response, of which the status says what it is. */
function readResponse(call: Call, settle: Settle): ResponseReader {
  const { request, signal } = call;
  let writer: GenerationWriter | undefined;
  let body: BodyReader | undefined;
  return {
    begin(status, headers, connection) {
      writer = new GenerationWriter(call, connection, settle);
      if (status !== 200) {
        body = readError(call, status, headers);
        return;
      }
      const type = headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase();
      if (type !== (request.stream ? "text/event-stream" : "application/json")) {
        throw badAnswer(request.stream ? "no stream of events" : "no JSON");
      }
      body = request.stream ? readStream(call, writer) : readCompletion(call, writer);
    },
    read: (bytes) => body?.read(bytes),
    end: () => body?.end(),
    fail(reason) {
      const failure = reason instanceof HttpError ? reason : connectionError(reason);
      const error = signal.aborted ? signal.reason : failure;
      if (writer) writer.fail(error);
      else settle.reject(error);
    },
  };
}
