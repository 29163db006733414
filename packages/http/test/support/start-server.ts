import type { IncomingMessage, ServerResponse } from "node:http";
import { toHttpError } from "@completions-api/protocol";
import { formatRequest, type RunningServer, startServer } from "@completions-api/testing";
import {
  type ApiServerOptions,
  createApiServer,
  findRoute,
  type Routes,
  readBody,
  readHead,
  sendError,
  sendStream,
  sendWhole,
} from "../../src/index.ts";

/** @param clientGone - aborted if the client disconnects before the response ends. */
export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  clientGone: AbortSignal,
) => Promise<void>;

/** Responds with the body of the request. */
const echo: Handler = async (request, response) => {
  const body = String(await readBody(request));
  await sendWhole(response, { status: 200, headers: { "content-type": "text/plain" }, body });
};

/** Starts a server whose only route is `POST /`. */
export async function startTestServer(
  handle: Handler = echo,
  options: ApiServerOptions = {},
): Promise<RunningServer> {
  const routes: Routes<Handler> = { "/": { POST: handle } };
  const server = createApiServer(async (request, response) => {
    const clientGone = new AbortController();
    response.once("close", () => {
      if (!response.writableFinished) clientGone.abort();
    });
    try {
      await findRoute(routes, readHead(request).pathname, String(request.method))(
        request,
        response,
        clientGone.signal,
      );
    } catch (thrown) {
      if (!clientGone.signal.aborted) await sendError(response, toHttpError(thrown));
    }
  }, options);
  return startServer(server);
}

/** Streams one event, waits for `end`, and streams another. */
export function streamAround(end: Promise<void>, options: { readonly keepAlive?: number } = {}): Handler {
  async function* events() {
    yield "data: 1\n\n";
    await end;
    yield "data: 2\n\n";
  }
  return (_request, response, signal) => sendStream(response, events(), { signal, ...options });
}

/** Yields large events without an end. */
export async function* endlessEvents(): AsyncGenerator<string, void, void> {
  for (;;) yield `data: ${"a".repeat(10_000)}\n\n`;
}

/** Writes a request of plain text for `POST /`. */
export function formatTextRequest(body: string): string {
  return formatRequest({ headers: { "Content-Type": "text/plain" }, body });
}
