// Has two workers send ten requests each at once, of a caller who may send seven, and prints how many were let through.
import cluster, { type Worker } from "node:cluster";
import { on } from "node:events";
import { RateLimiterClusterMaster } from "rate-limiter-flexible";
import { createRateLimiter } from "../../src/limits/create-rate-limiter.ts";

// There are tokens for all at once: what a request takes that is refused is missing to others until it is given back.
const caller = { name: "team", limits: { requestsPerMinute: 7, tokensPerMinute: 200 } };

if (cluster.isPrimary) {
  new RateLimiterClusterMaster();
  const workers = [cluster.fork(), cluster.fork()];
  const admitted = await Promise.all(workers.map((worker) => answerOf(worker)));
  const remaining: unknown[] = [];
  for (const worker of workers) {
    worker.send("what remains?");
    remaining.push(await answerOf(worker));
  }
  console.log(JSON.stringify({ admitted: Number(admitted[0]) + Number(admitted[1]), remaining }));
  for (const worker of workers) worker.kill();
} else {
  const limiter = await createRateLimiter({});
  const admissions = await Promise.all(Array.from({ length: 10 }, () => limiter.admit(caller, 10)));
  const admitted = admissions.filter(({ refusal }) => refusal === undefined);
  for (const { settle } of admitted) settle(5);
  process.on("message", async (message) => {
    if (message !== "what remains?") return;
    const { headers } = await limiter.admit(caller, 0);
    process.send?.({ answer: headers["x-ratelimit-remaining-tokens"] });
  });
  process.send?.({ answer: admitted.length });
}

/** What a worker answers, among what its counters send. */
async function answerOf(worker: Worker): Promise<unknown> {
  for await (const [message] of on(worker, "message")) {
    if (Object.hasOwn(message, "answer")) return message.answer;
  }
  return undefined;
}
