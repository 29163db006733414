/** Loaded into each server that is measured: tells how much processor time (µs) and memory (bytes) it has used, when asked. */
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpu: user + system, memory: process.memoryUsage.rss() });
});
process.channel?.unref();
