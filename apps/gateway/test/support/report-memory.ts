// Reports this process's memory use to its parent on request.
import { setImmediate } from "node:timers/promises";

process.on("message", async () => {
  // Objects that live for one turn of the event loop are garbage only after it.
  await setImmediate();
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.send?.({ heap: heapUsed + external, resident: rss });
});
// The channel must not keep the process alive.
process.channel?.unref();
