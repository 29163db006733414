// A worker counts a request, and its primary process does not answer. Prints what the request gets.
import cluster from "node:cluster";
import { once } from "node:events";
import { mock } from "node:test";
import { openLedger } from "../../src/cluster/open-ledger.ts";
import { createRateLimiter } from "../../src/limits/rate-limiter.ts";

if (cluster.isPrimary) {
  const worker = cluster.fork();
  let reply: unknown;
  while (reply === undefined) [, { reply }] = await once(cluster, "message");
  console.log(JSON.stringify(reply));
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
