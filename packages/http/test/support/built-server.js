// A server of the package's build, in plain JavaScript for versions of Node that cannot run its source. It sends the number of
// requests that it has received, and of those whose client is gone, to the process that started it.
import { createApiServer, readBody, readUrl, sendResponse, sendStream } from "@completions-api/http";

const counts = { received: 0, gone: 0 };

async function* endlessEvents() {
  for (;;) yield `data: ${"a".repeat(10_000)}\n\n`;
}

async function handle({ message, response, clientGone }) {
  const { pathname } = readUrl(message);
  const body = String(await readBody(message));
  if (pathname === "/stream") return sendStream(response, endlessEvents(), { signal: clientGone });
  const text = pathname === "/large" ? "a".repeat(20_000_000) : body;
  return sendResponse(response, { status: 200, headers: { "content-type": "text/plain" }, body: text });
}

const server = createApiServer(
  (context) => {
    counts.received += 1;
    process.send(counts);
    context.clientGone.addEventListener("abort", () => {
      counts.gone += 1;
      process.send(counts);
    });
    return { handle: () => handle(context) };
  },
  { readTimeout: 200 },
);
// Ends with the test, even if that fails.
process.on("disconnect", () => process.exit());
console.log(await server.listen({ host: "127.0.0.1", port: 0 }));
