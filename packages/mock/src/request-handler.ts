import type { ServerResponse } from "node:http";
import {
  type ErrorFormat,
  findRoute,
  isForOpenAI,
  type RequestContext,
  type RequestHandler,
  type Routes,
  readBody,
  readUrl,
  sendResponse,
} from "@completions-api/http";
import { type HttpError, toHttpError } from "@completions-api/protocol";
import type { Face } from "./faces/face.ts";
import { Disconnect } from "./faults.ts";
import { handleOperation } from "./handle-operation.ts";
import { toFixedResponse } from "./mock-response.ts";
import type { RequestLog } from "./request-log.ts";

/** The parts of the mock that handle requests. */
export interface MockContext {
  readonly azure: Face;
  /** Loads the face for OpenAI's clients, which most mocks never use. */
  readonly loadOpenAI: () => Promise<Face>;
  readonly log: RequestLog;
  /** A seed for the jitter of waits. */
  readonly seed: number;
}

// Those of both faces, because a client may have the base URL of the other one.
const knownPaths = ["/completions", "/v1/completions", "/v1/models", "/v1/models/{model}"];

/** Creates the function that handles requests: it reads and logs each request, then handles its operation. */
export function createRequestHandler({
  azure,
  loadOpenAI,
  log,
  seed,
}: MockContext): (request: RequestContext) => RequestHandler {
  const logRoutes = createLogRoutes(log);
  return (request) => {
    let face = azure;
    return {
      get errorFormat(): ErrorFormat {
        return face.errorFormat;
      },
      async handle() {
        try {
          const { message, response } = request;
          const { method = "" } = message;
          if (isForOpenAI(message)) face = await loadOpenAI();
          const url = readUrl(message);
          const body = await readBody(message);
          const path = url.pathname;
          if (path.startsWith("/__mock/")) return await findRoute(logRoutes, path, method).handler(response);
          log.add(message, body);
          const { handler: operation, parameter } = findRoute(face.routes, path, method, knownPaths);
          const received = { ...request, url, parameter, body };
          await handleOperation(operation, received, { errorFormat: face.errorFormat, seed });
        } catch (thrown) {
          if (thrown instanceof Disconnect) request.response.socket?.destroySoon();
          else throw request.clientGone.aborted ? thrown : checkError(toHttpError(thrown), face);
        }
      },
      onError({ status, cause }) {
        if (request.clientGone.aborted || status < 500 || cause === undefined) return;
        console.error("completions-mock:", cause);
      },
    };
  };
}

function createLogRoutes(log: RequestLog): Routes<(response: ServerResponse) => Promise<void>> {
  const sendLog = (response: ServerResponse) =>
    sendResponse(response, {
      status: 200,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(log.list()),
    });
  return {
    "/__mock/requests": {
      GET: sendLog,
      DELETE(response) {
        log.clear();
        return sendLog(response);
      },
    },
  };
}

/** Returns the error if it matches the spec, otherwise a 500 whose cause says why it does not. */
function checkError(error: HttpError, { prism, errorFormat }: Face): HttpError {
  const { status, headers, body } = toFixedResponse(error, errorFormat);
  try {
    prism.checkResponse({ statusCode: status, headers, body });
    return error;
  } catch (violation) {
    return toHttpError(violation);
  }
}
