import type { IncomingMessage, ServerResponse } from "node:http";
import {
  type ApiServerOptions,
  createApiServer,
  findRoute,
  type Routes,
  readBody,
  readUrl,
  sendResponse,
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
  await sendResponse(response, { status: 200, headers: { "content-type": "text/plain" }, body });
};

/** Starts a server of POST to `/`, by default one that echoes. */
export async function startServer(
  handle: Handler = echo,
  options: ApiServerOptions = {},
): Promise<AsyncDisposable & { readonly url: string }> {
  const routes: Routes<Handler> = { "/": { POST: handle } };
  const server = createApiServer(
    ({ message, response, clientGone }) => ({
      async handle() {
        const { pathname } = readUrl(message);
        await findRoute(routes, pathname, String(message.method))(message, response, clientGone);
      },
    }),
    options,
  );
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  return { url, [Symbol.asyncDispose]: () => server.close() };
}

/** A request as text. */
export function formatRequest(body: string, header = "Content-Type: text/plain"): string {
  const head = ["POST / HTTP/1.1", "Host: localhost", header, `Content-Length: ${Buffer.byteLength(body)}`];
  return `${head.join("\r\n")}\r\n\r\n${body}`;
}
