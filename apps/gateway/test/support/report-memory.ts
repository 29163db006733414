// Tells the process that has started this one how much memory it uses.
import { setImmediate } from "node:timers/promises";

process.on("message", async () => {
  // What was kept for a turn of the event loop is garbage only then.
  await setImmediate();
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.send?.({ heap: heapUsed + external, resident: rss });
});
// Its parent's questions are no reason to stay.
process.channel?.unref();
