import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream";
import { defer } from "../support/deferred.ts";

/** What a page with a strict policy may do: run what comes from its own origin, and ask there. */
const contentSecurityPolicy = "default-src 'none'; script-src 'self'; connect-src 'self'";

const files = new Map([
  ["/", { path: "page.html", type: "text/html" }],
  ["/page.js", { path: "page.js", type: "text/javascript" }],
  ["/smoke.js", { path: "dist/smoke.js", type: "text/javascript" }],
]);

export interface SmokeServer extends AsyncDisposable {
  readonly url: string;
  /** Resolves once a client has left in the middle of an answer. */
  readonly left: Promise<void>;
}

/** Serves the page, and the mock under the same origin, since a browser asks no other that does not agree. */
export async function startServer(mockUrl: string): Promise<SmokeServer> {
  const left = defer();

  function passOn(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { method, headers, url } = incoming;
    const upstream = request(new URL(url ?? "", mockUrl), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      outgoing.once("close", () => {
        if (!answer.complete && !answer.errored) left.resolve();
      });
      pipeline(answer, outgoing, () => {});
    });
    pipeline(incoming, upstream, (error) => error && outgoing.destroy(error));
  }

  const server = createServer(async (incoming, outgoing) => {
    if (incoming.url === "/token") return void giveToken(outgoing);
    const file = files.get(incoming.url ?? "");
    if (!file) return passOn(incoming, outgoing);
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

/** RFC 6749, section 5.1. */
function giveToken(outgoing: ServerResponse): void {
  outgoing.writeHead(200, { "content-type": "application/json" });
  outgoing.end(JSON.stringify({ access_token: "any-token", token_type: "Bearer", expires_in: 3600 }));
}
