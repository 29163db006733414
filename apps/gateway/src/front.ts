import { randomUUID } from "node:crypto";
import type { RequestListener } from "node:http";
import { findRoute, type Routes, readHead, sendError } from "@completions-api/http";
import { toApiError } from "@completions-api/protocol";
import type { Exchange } from "./exchange.ts";
import { type Observer, RequestRecord } from "./operation/request-record.ts";
import { readTrace } from "./operation/trace.ts";

/** Answers a request, or throws what is to be answered. */
export type Handler = (exchange: Exchange) => Promise<void>;

/** Hands requests to what answers them, makes an answer of whatever goes wrong, and tells `observe` of each. */
export function createFront(routes: Routes<Handler>, observe: Observer): RequestListener {
  return async (message, response) => {
    const departure = new AbortController();
    const id = readRequestId(message.headers["x-request-id"]);
    const record = new RequestRecord(id, message.method ?? "");
    response.setHeader("x-request-id", id);
    response.once("close", () => {
      record.endedAt = performance.now();
      record.left = !response.writableFinished;
      if (response.headersSent) record.status = response.statusCode;
      if (record.left) departure.abort();
      observe(record);
    });
    try {
      const url = readHead(message);
      record.path = url.pathname;
      const handle = findRoute(routes, url.pathname, record.method);
      const trace = readTrace(message.headers, id);
      await handle({ message, response, url, departure: departure.signal, trace, record });
    } catch (thrown) {
      // Where the client has left there is nobody to tell.
      if (departure.signal.aborted) return;
      const error = toApiError(thrown);
      record.errorCode = error.code;
      record.failure = error.cause;
      await sendError(response, error);
    }
  };
}

/** The caller's own id of the request where it may stand in a log, otherwise a new one. */
function readRequestId(header: string | string[] | undefined): string {
  return typeof header === "string" && /^[\w.:-]{1,128}$/.test(header) ? header : randomUUID();
}
