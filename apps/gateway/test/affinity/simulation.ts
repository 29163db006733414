import { setImmediate } from "node:timers/promises";
import { createRandom } from "@completions-api/engine";
import type { Generate, Generation } from "../../src/backends/backend.ts";
import { balance } from "../../src/resilience/balance.ts";
import { PrefixAffinity } from "../../src/resilience/prefix-affinity.ts";
import { Upstream } from "../../src/resilience/upstream.ts";
import { finalDelta } from "../support/controlled-engine.ts";
import { requestFor } from "../support/test-engine.ts";

/** A workload of requests that begin with one of several system prompts, followed by a question of their own. */
export interface Workload {
  readonly upstreams: number;
  readonly systemPrompts: number;
  /** The number of system prompts that an upstream can keep. It forgets the one that was not used for the longest time. */
  readonly kept: number;
  /** The number of callers. Each sends its next request when it has its answer. */
  readonly callers: number;
  readonly requests: number;
}

/** The outcome of a workload. */
export interface Outcome {
  /** The share of requests whose system prompt their upstream had kept. */
  readonly hitRate: number;
  /** The mean time until the first token, in seconds. */
  readonly timeToFirstToken: number;
  /** The number of requests of the upstream that got the most, divided by their average. */
  readonly skew: number;
}

/** Seconds that an engine takes for a system prompt, for a question, and for the answer. */
const seconds = { systemPrompt: 2, question: 0.1, answer: 4 };

/** A clock that advances to the next time that something waits for, once nothing happens any more. */
class SimulatedClock {
  now = 0;
  readonly #events: { readonly at: number; readonly resolve: () => void }[] = [];

  wait(duration: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const at = this.now + duration;
    const index = this.#events.findLastIndex((event) => event.at <= at);
    this.#events.splice(index + 1, 0, { at, resolve });
    return promise;
  }

  async run(): Promise<void> {
    for (;;) {
      await setImmediate();
      const event = this.#events.shift();
      if (event === undefined) return;
      this.now = event.at;
      event.resolve();
    }
  }
}

/** An engine in simulated time that keeps the system prompts that it used last. */
class CachingEngine {
  readonly #clock: SimulatedClock;
  readonly #kept: number;
  /** In the order of their last use. */
  readonly #cache = new Set<string>();
  hits = 0;
  requests = 0;

  constructor(clock: SimulatedClock, kept: number) {
    this.#clock = clock;
    this.#kept = kept;
  }

  readonly generate: Generate = async ({ prompts: [first] }): Promise<Generation> => {
    const [systemPrompt = ""] = String(first?.prompt).split("\n");
    const isHit = this.#cache.delete(systemPrompt);
    this.requests += 1;
    this.hits += Number(isHit);
    this.#cache.add(systemPrompt);
    for (const oldest of this.#cache) {
      if (this.#cache.size <= this.#kept) break;
      this.#cache.delete(oldest);
    }
    await this.#clock.wait(seconds.question + (isHit ? 0 : seconds.systemPrompt));
    return { deltas: this.#answer() };
  };

  async *#answer() {
    await this.#clock.wait(seconds.answer);
    yield [finalDelta];
  }
}

/** Sends a workload through balanced upstreams in simulated time. Each of its system prompts is asked for more often than the next. */
export async function simulate(
  balancing: "least-loaded" | "prefix",
  { upstreams: count, systemPrompts, kept, callers, requests }: Workload,
): Promise<Outcome> {
  const clock = new SimulatedClock();
  const engines = Array.from({ length: count }, () => new CachingEngine(clock, kept));
  const breaker = { failures: 1, retryAfter: 1 };
  const upstreams = engines.map(
    ({ generate }, index) => new Upstream({ name: `http://vllm-${index}:8000/v1`, generate, breaker }),
  );
  const affinity = balancing === "prefix" ? new PrefixAffinity(upstreams, 256) : undefined;
  const generate = balance(upstreams, affinity);
  const random = createRandom(1);
  const { signal } = new AbortController();
  let sent = 0;
  let waited = 0;

  async function call(): Promise<void> {
    while (sent < requests) {
      sent += 1;
      // By Zipf's law, approximately.
      const systemPrompt = Math.floor(systemPrompts ** random()) - 1;
      const beginning = `You are assistant ${systemPrompt}. `.padEnd(2000, "Be helpful. ");
      const sentAt = clock.now;
      const { deltas } = await generate(requestFor(`${beginning}\nQuestion ${sent}`), signal);
      waited += clock.now - sentAt;
      for await (const _ of deltas);
    }
  }

  for (let caller = 0; caller < callers; caller += 1) void call();
  await clock.run();
  const hits = engines.reduce((sum, engine) => sum + engine.hits, 0);
  const most = Math.max(...engines.map((engine) => engine.requests));
  return { hitRate: hits / sent, timeToFirstToken: waited / sent, skew: most / (sent / count) };
}
