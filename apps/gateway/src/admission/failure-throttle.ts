import { isIPv6 } from "node:net";
import { tooManyRequests } from "@completions-api/protocol";

/** The failures of an address that are let through. */
export interface FailureThrottleOptions {
  /** Failures a second, for as long as anybody likes. */
  readonly perSecond: number;
  /** Failures at once, after a time without any. */
  readonly burst: number;
}

/** The number of addresses to remember. The one that has not failed for longest is forgotten first. */
const mostAddresses = 10_000;

/** Attempts of an address whose outcome is not known yet. */
interface Attempts {
  /** Those that are being tried. Each counts as a failure until it is over. */
  trying: number;
  /** Wakes those that wait, because they have room only if others do not fail. */
  waiting: (() => void)[];
}

/**
 * Limits failures by the address that they come from: each takes a token from a bucket, which fills up steadily (the generic cell
 * rate algorithm: ITU-T I.371). The addresses of an IPv6 network of 64 bits, which one host may use, share a bucket.
 *
 * Any number of attempts may succeed, also at once: one that may turn out to be a failure too many waits for the others.
 */
export class FailureThrottle {
  #interval = 0;
  #burst = 0;
  /** By network, the time at which its bucket is full again, in milliseconds of `performance.now()`. */
  readonly #fullAt = new Map<string, number>();
  /** By network. */
  readonly #attempts = new Map<string, Attempts>();

  constructor(options: FailureThrottleOptions) {
    this.configure(options);
  }

  /** Changes the failures that are let through. Earlier ones stay counted. */
  configure({ perSecond, burst }: FailureThrottleOptions): void {
    this.#interval = 1000 / perSecond;
    this.#burst = burst * this.#interval;
  }

  /**
   * Begins an attempt, which must be ended once: with {@link fail} or {@link succeed}.
   *
   * @param address - an IP address, or empty if the client has left.
   * @throws HttpError 429 if the address has failed too often.
   */
  async begin(address: string): Promise<void> {
    const network = toNetwork(address);
    for (let wait = this.#waitOf(network); wait > 0; wait = this.#waitOf(network)) {
      const attempts = this.#attempts.get(network);
      if (attempts === undefined || wait > attempts.trying * this.#interval)
        throw tooManyRequests(wait / 1000, "Too many tokens from your address were not accepted");
      await new Promise<void>((wake) => attempts.waiting.push(wake));
    }
    this.#count(network);
    const attempts = this.#attempts.get(network);
    if (attempts) attempts.trying += 1;
    else this.#attempts.set(network, { trying: 1, waiting: [] });
  }

  /** Ends an attempt that failed. */
  fail(address: string): void {
    this.#end(toNetwork(address));
  }

  /** Ends an attempt that did not fail. */
  succeed(address: string): void {
    const network = toNetwork(address);
    const fullAt = this.#fullAt.get(network);
    if (fullAt !== undefined) {
      if (fullAt - this.#interval > performance.now()) this.#fullAt.set(network, fullAt - this.#interval);
      else this.#fullAt.delete(network);
    }
    this.#attempts.get(network)?.waiting.shift()?.();
    this.#end(network);
  }

  /** Returns the milliseconds until there is room for one more failure; 0 or less if there is. */
  #waitOf(network: string): number {
    const now = performance.now();
    return Math.max(now, this.#fullAt.get(network) ?? now) + this.#interval - now - this.#burst;
  }

  #count(network: string): void {
    const now = performance.now();
    const fullAt = Math.max(now, this.#fullAt.get(network) ?? now) + this.#interval;
    // Re-inserted, so that it is forgotten last.
    this.#fullAt.delete(network);
    this.#fullAt.set(network, fullAt);
    const [oldest] = this.#fullAt.keys();
    if (this.#fullAt.size > mostAddresses && oldest !== undefined) this.#fullAt.delete(oldest);
  }

  #end(network: string): void {
    const attempts = this.#attempts.get(network);
    if (attempts === undefined) return;
    attempts.trying -= 1;
    // Only now is it certain that those that still wait have no room.
    if (attempts.trying > 0) return;
    this.#attempts.delete(network);
    for (const wake of attempts.waiting) wake();
  }
}

/** Returns the part of an address that stands for one client: all of IPv4, 64 bits of IPv6. */
function toNetwork(address: string): string {
  const mapped = /^::ffff:(?<ipv4>[\d.]+)$/i.exec(address)?.groups?.ipv4;
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = "", tail] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(":").length;
  return [...groups, ...Array.from({ length: missing }, () => "0"), ...(tail ?? "").split(":")]
    .slice(0, 4)
    .join(":");
}
