import type { RunningServer } from "../measuring/servers.ts";

/** Returns the head and body of a request, for a client on bare sockets. */
export function toRequestText(
  { port, call: { path, headers } }: Pick<RunningServer, "port" | "call">,
  body: object,
): string {
  const text = JSON.stringify(body);
  const fields = { host: `127.0.0.1:${port}`, ...headers, "content-length": text.length };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST ${path} HTTP/1.1\r\n${lines.join("")}\r\n${text}`;
}
