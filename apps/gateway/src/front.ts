import { randomUUID } from "node:crypto";
import type { IncomingMessage, RequestListener } from "node:http";
import { findRoute, type Routes, readHead, sendError } from "@completions-api/http";
import { HttpError, toHttpError } from "@completions-api/protocol";
import type { Exchange } from "./exchange.ts";
import type { Cors } from "./operation/cors.ts";
import type { Drain } from "./operation/drain.ts";
import { type Observer, RequestRecord } from "./operation/request-record.ts";
import { readTrace } from "./operation/trace.ts";

/** Answers a request, or throws what is to be answered. */
export type Handler = (exchange: Exchange) => Promise<void>;

/** What a front stands before. */
export interface RequestHandlerContext {
  readonly routes: Routes<Handler>;
  readonly cors: Cors | undefined;
  readonly drain: Drain;
  /** Told of each request once both its connection and its handler are done with it. */
  readonly observe: Observer;
}

/** Hands requests to what answers them, and makes an answer of whatever goes wrong. Never rejects. */
export function createRequestHandler({
  routes,
  cors,
  drain,
  observe,
}: RequestHandlerContext): RequestListener {
  return async (message, response) => {
    const clientGone = new AbortController();
    const id = readRequestId(message.headers["x-request-id"]);
    const record = new RequestRecord(id, message.method ?? "");
    response.setHeader("x-request-id", id);
    drain.begin(response, clientGone);
    const closed = new Promise<void>((resolve) => {
      response.once("close", () => {
        drain.end(response);
        record.endedAt = performance.now();
        record.left = !response.writableFinished;
        if (response.headersSent) record.status = response.statusCode;
        if (record.left) clientGone.abort();
        resolve();
      });
    });
    try {
      if (cors?.(message, response)) return;
      const url = readHead(message);
      record.path = url.pathname;
      const handle = findRoute(routes, url.pathname, record.method);
      const trace = readTrace(message.headers, id);
      await handle({ message, response, url, clientGone: clientGone.signal, trace, record });
    } catch (thrown) {
      const error = toError(thrown, message, clientGone.signal);
      if (error === undefined) return;
      record.errorCode = error.code;
      record.failure = error.cause;
      // Where the client has left there is nobody to tell.
      if (record.left) return;
      await sendError(response, error).catch((failure: unknown) => {
        record.failure = failure;
        response.destroy();
      });
    } finally {
      await closed;
      observe(record);
    }
  };
}

/** Tells `observe` of what never became a request, and gives its answer an id, too. */
export function createRefuse(observe: Observer): (error: HttpError) => Readonly<Record<string, string>> {
  return ({ status, code }) => {
    const record = new RequestRecord(randomUUID(), "");
    observe(Object.assign(record, { endedAt: record.startedAt, status, errorCode: code }));
    return { "x-request-id": record.id };
  };
}

/** What a request failed with; nothing where that is only that its client has left. */
function toError(thrown: unknown, message: IncomingMessage, clientGone: AbortSignal): HttpError | undefined {
  if (!clientGone.aborted) return toHttpError(thrown);
  // There was no more time to wait for it.
  if (clientGone.reason instanceof HttpError) return clientGone.reason;
  const isDeparture = thrown === message.errored || (thrown instanceof Error && thrown.name === "AbortError");
  return isDeparture ? undefined : toHttpError(thrown);
}

/** The caller's own id of the request where it may stand in a log, otherwise a new one. */
function readRequestId(header: string | string[] | undefined): string {
  return typeof header === "string" && /^[\w.:-]{1,128}$/.test(header) ? header : randomUUID();
}
