import {
  findRoute,
  type RequestContext,
  type RequestHandler,
  type Routes,
  readBody,
  readUrl,
  sendResponse,
} from "@completions-api/http";
import { type HttpError, toHttpError } from "@completions-api/protocol";
import { complete, type MockContext, type MockRequest } from "./completions.ts";
import { Disconnect } from "./faults.ts";
import type { Prism } from "./prism.ts";
import type { RequestLog } from "./request-log.ts";

type MockRoute = (request: MockRequest) => Promise<void>;

/** Creates the function that handles requests: it reads and logs each request, then calls the handler of its route. */
export function createRequestHandler(
  context: MockContext,
  log: RequestLog,
): (request: RequestContext) => RequestHandler {
  const routes = createRoutes(context, log);
  return (request) => ({
    async handle() {
      try {
        const { message } = request;
        const url = readUrl(message);
        const body = await readBody(message);
        if (!url.pathname.startsWith("/__mock/")) log.add(message, body);
        await findRoute(routes, url.pathname, message.method ?? "")({ ...request, url, body });
      } catch (thrown) {
        if (thrown instanceof Disconnect) request.response.socket?.destroySoon();
        else throw request.clientGone.aborted ? thrown : checkError(toHttpError(thrown), context.prism);
      }
    },
    onError({ status, cause }) {
      if (request.clientGone.aborted || status < 500 || cause === undefined) return;
      console.error("completions-mock:", cause);
    },
  });
}

function createRoutes(context: MockContext, log: RequestLog): Routes<MockRoute> {
  const sendLog: MockRoute = ({ response }) =>
    sendResponse(response, {
      status: 200,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(log.list()),
    });
  return {
    "/completions": { POST: (request) => complete(context, request) },
    "/__mock/requests": {
      GET: sendLog,
      DELETE(request) {
        log.clear();
        return sendLog(request);
      },
    },
  };
}

/** Returns the error if it matches the spec, otherwise a 500 whose cause says why it does not. */
function checkError(error: HttpError, prism: Prism): HttpError {
  const headers = { "content-type": "application/json", ...error.headers };
  try {
    prism.checkResponse({ statusCode: error.status, headers, body: error.body });
    return error;
  } catch (violation) {
    return toHttpError(violation);
  }
}
