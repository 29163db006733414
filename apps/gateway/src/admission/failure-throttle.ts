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

/**
 * Limits failures by the address that they come from: each takes a token from a bucket, which fills up steadily (the generic cell
 * rate algorithm: ITU-T I.371). The addresses of an IPv6 network of 64 bits, which one host may use, share a bucket.
 */
export class FailureThrottle {
  readonly #interval: number;
  readonly #burst: number;
  /** By network, the time at which its bucket is full again, in milliseconds of `performance.now()`. */
  readonly #fullAt = new Map<string, number>();

  constructor({ perSecond, burst }: FailureThrottleOptions) {
    this.#interval = 1000 / perSecond;
    this.#burst = burst * this.#interval;
  }

  /**
   * Counts what is going to be tried as a failure.
   *
   * @param address - an IP address, or empty if the client has left.
   * @throws HttpError 429 if the address has failed too often.
   */
  take(address: string): void {
    const network = toNetwork(address);
    const now = performance.now();
    const fullAt = Math.max(now, this.#fullAt.get(network) ?? now) + this.#interval;
    const wait = fullAt - now - this.#burst;
    if (wait > 0) throw tooManyRequests(wait / 1000, "Too many tokens from your address were not accepted");
    // Re-inserted, so that it is forgotten last.
    this.#fullAt.delete(network);
    this.#fullAt.set(network, fullAt);
    const [oldest] = this.#fullAt.keys();
    if (this.#fullAt.size > mostAddresses && oldest !== undefined) this.#fullAt.delete(oldest);
  }

  /** Takes back what {@link take} counted, because it did not fail. */
  giveBack(address: string): void {
    const network = toNetwork(address);
    const fullAt = this.#fullAt.get(network);
    if (fullAt === undefined) return;
    if (fullAt - this.#interval > performance.now()) this.#fullAt.set(network, fullAt - this.#interval);
    else this.#fullAt.delete(network);
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
