import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { findRoute, type Routes, readBody, readHead, sendError, sendWhole } from "@completions-api/http";
import { type HttpError, toHttpError } from "@completions-api/protocol";
import { type CompletionContext, complete } from "./complete.ts";
import { Disconnect } from "./faults.ts";
import type { Prism } from "./prism.ts";
import type { RequestLog } from "./request-log.ts";

/** A request that has wholly arrived. */
export interface IncomingRequest {
  readonly message: IncomingMessage;
  readonly url: URL;
  readonly body: Buffer;
  /** Aborted once the client has left. */
  readonly signal: AbortSignal;
}

type Handler = (request: IncomingRequest, response: ServerResponse) => Promise<void>;

/** Reads requests, hands them to what answers them, and makes an answer of whatever goes wrong. */
export function createRequestHandler(context: CompletionContext, log: RequestLog): RequestListener {
  const sendLog: Handler = (_request, response) =>
    sendWhole(response, {
      status: 200,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(log.list()),
    });
  const routes: Routes<Handler> = {
    "/completions": { POST: (request, response) => complete(context, request, response) },
    "/__mock/requests": {
      GET: sendLog,
      DELETE(request, response) {
        log.clear();
        return sendLog(request, response);
      },
    },
  };

  async function answer(
    message: IncomingMessage,
    response: ServerResponse,
    signal: AbortSignal,
  ): Promise<void> {
    const url = readHead(message);
    const body = await readBody(message);
    if (!url.pathname.startsWith("/__mock/")) log.add(message, body);
    await findRoute(routes, url.pathname, message.method ?? "")({ message, url, body, signal }, response);
  }

  return async (message, response) => {
    const clientGone = new AbortController();
    response.once("close", () => {
      if (!response.writableFinished) clientGone.abort();
    });
    try {
      await answer(message, response, clientGone.signal).catch((thrown: unknown) => {
        // There is nobody left to tell.
        if (clientGone.signal.aborted) return;
        return answerFailure(thrown, response, context.prism);
      });
    } catch (error) {
      response.destroy();
      console.error("completions-mock:", error);
    }
  };
}

async function answerFailure(thrown: unknown, response: ServerResponse, prism: Prism): Promise<void> {
  if (thrown instanceof Disconnect) {
    response.socket?.destroySoon();
    return;
  }
  const error = checkError(toHttpError(thrown), prism);
  if (error.status >= 500 && error.cause !== undefined) console.error("completions-mock:", error.cause);
  await sendError(response, error);
}

/** The error, if the spec has such a response; otherwise the error that tells that it has not. */
function checkError(error: HttpError, prism: Prism): HttpError {
  const headers = { "content-type": "application/json", ...error.headers };
  try {
    prism.check({ statusCode: error.status, headers, body: error.body });
    return error;
  } catch (violation) {
    return toHttpError(violation);
  }
}
