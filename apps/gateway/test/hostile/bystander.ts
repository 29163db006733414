import { Agent, request } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { honestKey } from "./attacked-gateway.ts";

/** The latencies of one kind of request, in milliseconds, and what went wrong. */
export interface Latencies {
  readonly count: number;
  readonly median: number;
  readonly p99: number;
  readonly failures: readonly string[];
}

/** The experience of a caller who does nothing wrong during an attack. */
export interface BystanderReport {
  readonly health: Latencies;
  readonly completions: Latencies;
}

/** Milliseconds between the requests. */
const interval = 50;
/** Milliseconds after which a request counts as failed. */
const patience = 20_000;

const completion = JSON.stringify({ prompt: "A word", max_tokens: 1 });

/**
 * Asks for health and for a completion at a steady rate until the attack is over. A request's latency counts from when it was due,
 * so an event loop that stands still delays every request that it would have got.
 */
export async function watch(url: string, over: Promise<unknown>): Promise<BystanderReport> {
  const agent = new Agent({ keepAlive: true });
  const health = new Samples();
  const completions = new Samples();
  let isOver = false;
  void over.finally(() => {
    isOver = true;
  });
  const open: Promise<void>[] = [];
  while (!isOver) {
    open.push(health.take(() => ask(`${url}/healthz`, "GET", agent)));
    open.push(
      completions.take(() => ask(`${url}/completions?api-version=2024-04-01-preview`, "POST", agent)),
    );
    await setTimeout(interval);
  }
  await Promise.all(open);
  agent.destroy();
  return { health: health.report(), completions: completions.report() };
}

/** @throws Error for a response that is not a 200, that is somebody else's, or that does not come. */
async function ask(url: string, method: "GET" | "POST", agent: Agent): Promise<void> {
  const headers = { authorization: `Bearer ${honestKey}`, "content-type": "application/json" };
  await new Promise<void>((resolve, reject) => {
    const sent = request(url, { method, agent, headers, signal: AbortSignal.timeout(patience) });
    sent.once("error", reject);
    sent.once("response", (response) => {
      const { statusCode } = response;
      text(response).then((body) => {
        if (statusCode === 200 && !body.includes("stolen")) resolve();
        else reject(new Error(`${statusCode}: ${body.slice(0, 200)}`));
      }, reject);
    });
    sent.end(method === "POST" ? completion : undefined);
  });
}

class Samples {
  readonly #latencies: number[] = [];
  readonly #failures = new Set<string>();

  async take(ask: () => Promise<void>): Promise<void> {
    const due = performance.now();
    try {
      await ask();
    } catch (error) {
      if (this.#failures.size < 3) this.#failures.add(String(error));
    }
    this.#latencies.push(performance.now() - due);
  }

  report(): Latencies {
    const sorted = this.#latencies.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
    return { count: sorted.length, median: at(0.5), p99: at(0.99), failures: [...this.#failures] };
  }
}
