import { getHeapStatistics } from "node:v8";
import type { BodyMeter } from "@completions-api/http";
import { otherError, tooManyRequests } from "@completions-api/protocol";

/** The bytes of requests' bodies that may be in memory at a time. */
export interface BodyBudgetOptions {
  /** The bytes of all callers together. */
  readonly bytes: number;
  /** The bytes of each caller. */
  readonly bytesPerCaller: number;
}

/** The share of the heap that bodies may have. With all that is made of it, a body takes up to five times its bytes. */
const shareOfHeap = 1 / 16;

/** The share of all bodies that one caller may have. */
const shareOfCaller = 1 / 4;

/** In bytes: 1 MiB, the most that a body may have. */
const largestBody = 2 ** 20;

/** In bytes: 64 KiB. A caller that holds no more has little in memory, and may also have what is kept from others. */
const little = 2 ** 16;

/** The share of all bodies that is kept for callers with little in memory. */
const shareOfLittle = 1 / 4;

/** Seconds until a refused caller may try again. Nobody knows when the next generation ends. */
const retryAfter = 1;

/** The number of idle callers that are remembered. Forgetting each at once would make garbage with every request. */
const mostIdle = 1000;

/** Fills in the bounds that a configuration leaves open, from the size of the heap. */
export function chooseBodyBudget(
  { bytes, bytesPerCaller }: Partial<BodyBudgetOptions> = {},
  heapLimit: number = getHeapStatistics().heap_size_limit,
): BodyBudgetOptions {
  const inAll = bytes ?? Math.max(largestBody, Math.floor(heapLimit * shareOfHeap));
  return {
    bytes: inAll,
    bytesPerCaller: bytesPerCaller ?? Math.max(largestBody, Math.floor(inAll * shareOfCaller)),
  };
}

/**
 * Bounds the bytes of bodies in memory, in all and of each caller. Bytes count from their arrival until their request has ended,
 * because until then it keeps their content. A part of them is for callers with little in memory, so that a few callers with large
 * bodies shut nobody else out.
 */
export class BodyBudget {
  #options: BodyBudgetOptions;
  readonly #accounts = new Map<string, Account>();
  #mostAccounts = mostIdle;
  #held = 0;

  constructor(options: BodyBudgetOptions) {
    this.#options = options;
  }

  /** Changes the bounds. The bytes in memory stay counted, also if they are more than may be added now. */
  configure(options: BodyBudgetOptions): void {
    this.#options = options;
  }

  /** The bytes that are in memory. */
  get held(): number {
    return this.#held;
  }

  /** Creates the meter of one body, which must be released once. */
  open(caller: string): HeldBody {
    const account = this.#accounts.get(caller) ?? this.#createAccount(caller);
    account.bodies += 1;
    return new HeldBody(this, account);
  }

  /**
   * Checks that there is room for more bytes.
   *
   * @throws HttpError 429 if the caller has no room left, 503 if there is none for anybody, or none for a caller with that much.
   */
  check(account: Readonly<Account>, bytes: number): void {
    const { bytes: inAll, bytesPerCaller } = this.#options;
    if (account.held + bytes > bytesPerCaller) {
      throw tooManyRequests(retryAfter, "Your requests in progress hold as much text as they may");
    }
    // Those that only callers with little in memory may take. A caller alone may have all that it is entitled to.
    const kept = Math.max(0, Math.min(inAll * shareOfLittle, inAll - bytesPerCaller));
    if (this.#held + bytes > inAll - (account.held + bytes > little ? kept : 0)) {
      throw otherError("service_unavailable", "The requests in progress hold as much text as they may", {
        advice: "Try again later.",
        retryAfter,
      });
    }
  }

  /** Adds to the bytes in memory, or subtracts from them. */
  count(account: Account, bytes: number): void {
    account.held += bytes;
    this.#held += bytes;
  }

  #createAccount(caller: string): Account {
    if (this.#accounts.size >= this.#mostAccounts) {
      for (const [name, { bodies }] of this.#accounts) if (bodies === 0) this.#accounts.delete(name);
      this.#mostAccounts = this.#accounts.size + mostIdle;
    }
    const account: Account = { bodies: 0, held: 0 };
    this.#accounts.set(caller, account);
    return account;
  }
}

/** The bodies of one caller. */
interface Account {
  bodies: number;
  /** In bytes. */
  held: number;
}

/** The bytes of one body. */
export class HeldBody implements BodyMeter {
  readonly #budget: BodyBudget;
  readonly #account: Account;
  #bytes = 0;

  constructor(budget: BodyBudget, account: Account) {
    this.#budget = budget;
    this.#account = account;
  }

  /** The bytes that have arrived. */
  get bytes(): number {
    return this.#bytes;
  }

  expect(bytes: number): void {
    this.#budget.check(this.#account, bytes);
  }

  take(bytes: number): void {
    this.#budget.check(this.#account, bytes);
    this.#budget.count(this.#account, bytes);
    this.#bytes += bytes;
  }

  /** Gives the bytes back, once nothing keeps the body's content. */
  release(): void {
    this.#budget.count(this.#account, -this.#bytes);
    this.#account.bodies -= 1;
  }
}
