import type { IncomingMessage, ServerResponse } from "node:http";
import { formatRequest } from "@completions-api/testing";
import {
  type ApiServerOptions,
  createApiServer,
  findRoute,
  type Routes,
  readBody,
  readUrl,
  sendResponse,
  sendStream,
} from "../../src/index.ts";

/** A server that listens until it is disposed of. */
export interface TestServer extends AsyncDisposable {
  readonly url: string;
}

/** @param clientGone - aborted if the client disconnects before the response ends. */
export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  clientGone: AbortSignal,
) => Promise<void>;

/** Responds with the body of the request. */
const echo: Handler = async (request, response) => {
  const body = String(await readBody(request));
  await sendResponse(response, { status: 200, headers: { "content-type": "text/plain" }, body });
};

/** Starts a server whose only route is `POST /`. */
export async function startTestServer(
  handle: Handler = echo,
  options: ApiServerOptions = {},
): Promise<TestServer> {
  const routes: Routes<Handler> = { "/": { POST: handle } };
  const server = createApiServer(
    ({ message, response, clientGone }) => ({
      async handle() {
        const { pathname } = readUrl(message);
        const { handler } = findRoute(routes, pathname, String(message.method));
        await handler(message, response, clientGone.signal);
      },
    }),
    options,
  );
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  return { url, [Symbol.asyncDispose]: () => server.close() };
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
