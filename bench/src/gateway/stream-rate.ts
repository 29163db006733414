import { fork } from "node:child_process";
import { once } from "node:events";
import type { CallHead } from "../servers.ts";
import type { StreamLoad } from "./stream-load.ts";

const seconds = 2;

/**
 * How many whole streams a second a server gives on so many connections.
 *
 * @throws Error where a stream is not whole.
 */
export async function measureStreamRate(
  port: number,
  body: object,
  { path, headers }: CallHead,
  connections: number,
): Promise<number> {
  const text = JSON.stringify(body);
  const fields = { host: `127.0.0.1:${port}`, ...headers, "content-length": text.length };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  const load: StreamLoad = {
    port,
    request: `POST ${path} HTTP/1.1\r\n${lines.join("")}\r\n${text}`,
    connections,
    seconds,
  };
  const child = fork(new URL("stream-load.ts", import.meta.url));
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`The load of http://127.0.0.1:${port}${path} ended with ${code}.`);
  });
  ended.catch(() => {}); // It ends after its message, too.
  child.send(load);
  const [rate] = await Promise.race([once(child, "message"), ended]);
  return rate;
}
