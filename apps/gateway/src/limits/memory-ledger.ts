import { type Charge, type Correction, type Count, type Ledger, type Taking, unused } from "./ledger.ts";

interface Counter {
  readonly key: string;
  readonly id: string;
  used: number;
  /** The time at which it is forgotten, in milliseconds of `performance.now()`: no change of the clock can shorten or prolong it. */
  readonly endsAt: number;
}

/** Counts in the memory of this process. */
export class MemoryLedger implements Ledger {
  readonly #counters = new Map<string, Counter>();
  #looked = this.#counters.values();
  #lastId = 0;

  /** The number of counters in memory. */
  get size(): number {
    return this.#counters.size;
  }

  async take(charges: readonly Charge[]): Promise<Taking> {
    const now = performance.now();
    // Each charge may create a counter, so twice as many looks keep the memory in proportion to the counters that are in use.
    this.#forgetSome(2 * charges.length, now);
    const taken = charges.every(
      ({ key, amount, limit }) => (this.#find(key, now)?.used ?? 0) + amount <= limit,
    );
    return { taken, counts: charges.map((charge) => this.#count(charge, taken, now)) };
  }

  async correct(corrections: readonly Correction[]): Promise<void> {
    const now = performance.now();
    for (const { key, id, difference } of corrections) {
      const counter = this.#find(key, now);
      if (counter?.id === id) counter.used += difference;
    }
  }

  async read(keys: readonly string[]): Promise<readonly Count[]> {
    const now = performance.now();
    return keys.map((key) => describe(this.#find(key, now), now));
  }

  [Symbol.dispose](): void {}

  #count({ key, lifetime, amount }: Charge, taken: boolean, now: number): Count {
    let counter = this.#find(key, now);
    if (taken) {
      counter ??= this.#create(key, now + lifetime);
      counter.used += amount;
    }
    return describe(counter, now);
  }

  #find(key: string, now: number): Counter | undefined {
    const counter = this.#counters.get(key);
    return counter && counter.endsAt > now ? counter : undefined;
  }

  #create(key: string, endsAt: number): Counter {
    this.#lastId += 1;
    const counter = { key, id: String(this.#lastId), used: 0, endsAt };
    this.#counters.set(key, counter);
    return counter;
  }

  /** Looks at some counters, in turn, and drops those that have ended: without a timer for each, and without a pause for all. */
  #forgetSome(looks: number, now: number): void {
    for (let look = 0; look < looks; look += 1) {
      const { done, value } = this.#looked.next();
      if (done) {
        this.#looked = this.#counters.values();
        return;
      }
      if (value.endsAt <= now) this.#counters.delete(value.key);
    }
  }
}

function describe(counter: Counter | undefined, now: number): Count {
  if (counter === undefined) return unused;
  const { id, used, endsAt } = counter;
  return { id, used, left: endsAt - now };
}
