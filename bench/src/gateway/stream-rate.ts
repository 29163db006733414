import { startModule } from "../measuring/module-process.ts";
import type { RunningServer } from "../measuring/servers.ts";
import type { StreamLoad } from "./stream-load.ts";

/**
 * Measures how many whole streams a second a server sends.
 *
 * @throws Error if a stream is not whole.
 */
export async function measureStreamRate(
  { port, call: { path, headers } }: RunningServer,
  body: object,
  load: Pick<StreamLoad, "connections" | "seconds">,
): Promise<number> {
  const text = JSON.stringify(body);
  const fields = { host: `127.0.0.1:${port}`, ...headers, "content-length": text.length };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  const request = `POST ${path} HTTP/1.1\r\n${lines.join("")}\r\n${text}`;
  const generator = startModule({ module: new URL("stream-load.ts", import.meta.url), place: "load" });
  try {
    return await generator.ask({ port, request, ...load } satisfies StreamLoad);
  } finally {
    generator.stop();
  }
}
