import { EventEmitter } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import type { RateLimiter } from "../../src/limits/rate-limiter.ts";

/** Requests of each caller that are in progress at each gateway. */
const atATime = 2;

/** Milliseconds until a caller sends its next request. */
const pause = 5;

/** The requests of a caller by status. */
export type Statuses = Record<200 | 429 | 503, number>;

/** Callers that send requests to several gateways, one after the other, until all gateways say that their limits are used up. */
export class Load extends EventEmitter<{ admitted: [] }> {
  /** The longest time for which a request waited for a decision, in milliseconds. */
  longest = 0;
  admitted = 0;
  /** The number of admissions while others were refused because nothing could be counted. */
  admittedMeanwhile = 0;
  readonly #refused = new Set<string>();
  /** The requests of each caller that can be in progress at a time. */
  readonly atATime: number;
  readonly #limiters: readonly RateLimiter[];

  constructor(limiters: readonly RateLimiter[]) {
    super();
    this.#limiters = limiters;
    this.atATime = limiters.length * atATime;
  }

  /** Returns the requests of a caller, in all. */
  async useUp(name: string): Promise<Statuses> {
    const statuses = { 200: 0, 429: 0, 503: 0 };
    const senders = this.#limiters.flatMap((limiter) => Array.from({ length: atATime }, () => limiter));
    await Promise.all(
      senders.map(async (limiter) => {
        for (let status: keyof Statuses = 200; status !== 429; ) {
          status = await this.#send(limiter, name);
          statuses[status] += 1;
          await wait(pause);
        }
      }),
    );
    return statuses;
  }

  async #send(limiter: RateLimiter, name: string): Promise<keyof Statuses> {
    const sentAt = performance.now();
    const { refusal } = (await limiter.countRequest({ name })) ?? {};
    this.longest = Math.max(this.longest, performance.now() - sentAt);
    if (refusal?.status === 429) return 429;
    if (refusal) {
      this.#refused.add(name);
      return 503;
    }
    this.#refused.delete(name);
    this.admitted += 1;
    if (this.#refused.size > 0) this.admittedMeanwhile += 1;
    this.emit("admitted");
    return 200;
  }
}
