import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream";
import { defer } from "../support/deferred.ts";

/** A strict policy: the page may only run scripts from, and send requests to, its own origin. */
const contentSecurityPolicy = "default-src 'none'; script-src 'self'; connect-src 'self'";

const files = new Map([
  ["/", { path: "page.html", type: "text/html" }],
  ["/page.js", { path: "page.js", type: "text/javascript" }],
  ["/smoke.js", { path: "dist/smoke.js", type: "text/javascript" }],
]);

export interface SmokeServer extends AsyncDisposable {
  readonly url: string;
  /** Resolves once a client has closed the connection during a response. */
  readonly left: Promise<void>;
}

/** Serves the page and the mock under one origin, because a browser does not allow requests to others that do not consent. */
export async function startServer(mockUrl: string): Promise<SmokeServer> {
  const left = defer();

  function forward(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { method, headers, url } = incoming;
    const upstream = request(new URL(url ?? "", mockUrl), { method, headers }, (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      outgoing.once("close", () => {
        if (!response.complete && !response.errored) left.resolve();
      });
      pipeline(response, outgoing, () => {});
    });
    pipeline(incoming, upstream, (error) => error && outgoing.destroy(error));
  }

  const server = createServer(async (incoming, outgoing) => {
    if (incoming.url === "/token") return void sendToken(outgoing);
    if (incoming.url?.startsWith("/moved/")) {
      return void outgoing.writeHead(307, { location: incoming.url.replace("/moved", "") }).end();
    }
    const file = files.get(incoming.url ?? "");
    if (!file) return forward(incoming, outgoing);
    const headers = { "content-type": file.type, "content-security-policy": contentSecurityPolicy };
    outgoing.writeHead(200, headers).end(await readFile(new URL(file.path, import.meta.url)));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // It listens on a port, not on a pipe.

  return {
    url: `http://127.0.0.1:${port}`,
    left: left.promise,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Sends a token response (RFC 6749, section 5.1). */
function sendToken(outgoing: ServerResponse): void {
  outgoing.writeHead(200, { "content-type": "application/json" });
  outgoing.end(JSON.stringify({ access_token: "any-token", token_type: "Bearer", expires_in: 3600 }));
}
