import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { toHttpError } from "@completions-api/protocol";
import {
  type ApiServerOptions,
  createApiServer,
  findRoute,
  type Routes,
  readBody,
  readHead,
  sendError,
  sendWhole,
} from "../../src/index.ts";

/** @param clientGone - aborted where the client leaves before the end. */
export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  clientGone: AbortSignal,
) => Promise<void>;

/** Answers with the body that was sent. */
const echo: Handler = async (request, response) => {
  const body = String(await readBody(request));
  await sendWhole(response, { status: 200, headers: { "content-type": "text/plain" }, body });
};

/** A server of POST to `/`, by default of what echoes. */
export async function startServer(
  handle: Handler = echo,
  options: ApiServerOptions = {},
): Promise<AsyncDisposable & { readonly url: string }> {
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
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      const closed = server[Symbol.asyncDispose]();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A request as text. */
export function formatRequest(body: string, header = "Content-Type: text/plain"): string {
  const head = ["POST / HTTP/1.1", "Host: localhost", header, `Content-Length: ${Buffer.byteLength(body)}`];
  return `${head.join("\r\n")}\r\n\r\n${body}`;
}
