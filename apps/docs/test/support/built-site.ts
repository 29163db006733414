import { createServer } from "node:http";
import { loadSite } from "@completions-api/http";
import { type RunningServer, startServer } from "@completions-api/testing";

/** Serves the built site with the headers that the gateway and the mock send. */
export async function serveBuiltSite(): Promise<RunningServer> {
  const site = await loadSite(new URL("../../dist/", import.meta.url));
  return startServer(
    createServer((message, response) => {
      const { pathname } = new URL(message.url ?? "/", "http://127.0.0.1");
      const respond = site.find(message.method ?? "", pathname);
      if (respond === undefined) response.writeHead(404).end();
      else void respond({ message, response });
    }),
  );
}
