// Two workers send ten requests each at once for a caller that may send seven. Prints how many were admitted.
import cluster, { type Worker } from "node:cluster";
import { on } from "node:events";
import { countForWorkers } from "../../src/cluster/count-for-workers.ts";
import { openLedger } from "../../src/limits/open-ledger.ts";
import { createRateLimiter } from "../../src/limits/rate-limiter.ts";
import { admit } from "./admit.ts";

const caller = { name: "team", limits: { requestsPerMinute: 7, tokensPerMinute: 200 } };

if (cluster.isPrimary) {
  countForWorkers();
  const workers = [cluster.fork(), cluster.fork()];
  const admitted = await Promise.all(workers.map((worker) => replyOf(worker)));
  const remaining: unknown[] = [];
  for (const worker of workers) {
    worker.send("what remains?");
    remaining.push(await replyOf(worker));
  }
  console.log(JSON.stringify({ admitted: Number(admitted[0]) + Number(admitted[1]), remaining }));
  for (const worker of workers) worker.kill();
} else {
  const limiter = createRateLimiter({ ledger: await openLedger() });
  const admissions = await Promise.all(Array.from({ length: 10 }, () => admit(limiter, caller, 10)));
  const admitted = admissions.filter(({ refusal }) => refusal === undefined);
  for (const { settle } of admitted) settle(5);
  process.on("message", async (message) => {
    if (message !== "what remains?") return;
    const reservation = await limiter.reserveTokens(caller, 0);
    process.send?.({ reply: reservation?.headers["x-ratelimit-remaining-tokens"] });
  });
  process.send?.({ reply: admitted.length });
}

/** Waits for a worker's reply, which arrives among messages of its counters. */
async function replyOf(worker: Worker): Promise<unknown> {
  for await (const [message] of on(worker, "message")) {
    if (Object.hasOwn(message, "reply")) return message.reply;
  }
  return undefined;
}
