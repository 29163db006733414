// A worker counts a request, and its primary process does not answer. Prints what the request gets.
import cluster from "node:cluster";
import { on } from "node:events";
import { mock } from "node:test";
import { openLedger } from "../../src/cluster/open-ledger.ts";
import { createRateLimiter } from "../../src/limits/rate-limiter.ts";

if (cluster.isPrimary) {
  const worker = cluster.fork();
  // The reply may arrive together with the question that stays unanswered.
  for await (const [, message] of on(cluster, "message")) {
    if (!Object.hasOwn(message, "reply")) continue;
    console.log(JSON.stringify(message.reply));
    break;
  }
  worker.kill();
} else {
  mock.timers.enable({ apis: ["setInterval"] });
  const limiter = createRateLimiter({ limits: { requestsPerDay: 1 }, ledger: await openLedger() });
  const counting = limiter.countRequest({ name: "one" });
  mock.timers.tick(5000);
  const early = await Promise.race([counting, "waiting"]);
  mock.timers.tick(1000);
  const decision = await counting;
  process.send?.({
    reply: { early, status: decision?.refusal?.status, cause: String(decision?.refusal?.cause) },
  });
}
