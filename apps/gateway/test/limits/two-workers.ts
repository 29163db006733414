// Two workers send ten requests each at once for a caller that may send seven. Prints how many were admitted, and what each worker
// knows about the usage of the caller and its team.
import cluster, { type Worker } from "node:cluster";
import { on } from "node:events";
import { countForWorkers } from "../../src/cluster/count-for-workers.ts";
import { openLedger } from "../../src/cluster/open-ledger.ts";
import { createRateLimiter } from "../../src/limits/rate-limiter.ts";
import { admit } from "./admit.ts";

const caller = { name: "one", team: "research", limits: { requestsPerMinute: 7, tokensPerMinute: 200 } };
const teams = { research: { limits: { requestsPerMonth: 9, tokensPerDay: 1000 } } };

if (cluster.isPrimary) {
  countForWorkers();
  const workers = [cluster.fork(), cluster.fork()];
  const admitted = await Promise.all(workers.map((worker) => replyOf(worker)));
  const usages: unknown[] = [];
  for (const worker of workers) {
    worker.send("what is used?");
    usages.push(await replyOf(worker));
  }
  console.log(JSON.stringify({ admitted: Number(admitted[0]) + Number(admitted[1]), usages }));
  for (const worker of workers) worker.kill();
} else {
  const limiter = createRateLimiter({ teams, ledger: await openLedger() });
  const admissions = await Promise.all(Array.from({ length: 10 }, () => admit(limiter, caller, 10)));
  const admitted = admissions.filter(({ refusal }) => refusal === undefined);
  for (const { settle } of admitted) settle(5);
  process.on("message", async (message) => {
    if (message !== "what is used?") return;
    const { caller: own, team } = await limiter.readUsage(caller);
    const used = [own, team].map((one) =>
      Object.entries(one?.limits ?? {}).map(([name, limit]) => [name, limit?.used]),
    );
    process.send?.({ reply: used.flat() });
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
