import { startModule } from "../measuring/module-process.ts";
import type { RunningServer } from "../measuring/servers.ts";
import { toRequestText } from "./request-text.ts";
import type { StreamLoad } from "./stream-load.ts";

/**
 * Measures how many whole streams a second a server sends.
 *
 * @throws Error if a stream is not whole.
 */
export async function measureStreamRate(
  server: RunningServer,
  body: object,
  load: Pick<StreamLoad, "connections" | "seconds">,
): Promise<number> {
  const { port } = server;
  const request = toRequestText(server, body);
  const generator = startModule({ module: new URL("stream-load.ts", import.meta.url), place: "load" });
  try {
    return await generator.ask({ port, request, ...load } satisfies StreamLoad);
  } finally {
    generator.stop();
  }
}
