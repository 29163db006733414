/** An amount for a counter. */
export interface Charge {
  /**
   * The counter's name. The keys of one call have the same hash tag, the text in braces at their beginning, so that one node of a
   * Redis Cluster has all of them.
   */
  readonly key: string;
  /** Milliseconds for which the counter is kept, from its first charge. */
  readonly lifetime: number;
  readonly amount: number;
  /** The most that the counter may reach. */
  readonly limit: number;
}

/** The state of a counter. */
export interface Count {
  /** Includes the amount, if it was taken. */
  readonly used: number;
  /** Milliseconds until the counter is forgotten; 0 if nothing has been charged to it. */
  readonly left: number;
  /** Distinguishes the counter from later ones with the same key. Empty if nothing has been charged to it. */
  readonly id: string;
}

/** The state of a counter to which nothing has been charged. */
export const unused: Count = { used: 0, left: 0, id: "" };

/** The result of charges: all or none of them. */
export interface Taking {
  readonly taken: boolean;
  /** The counts, in the order of the charges. */
  readonly counts: readonly Count[];
}

/** A change of an amount that was taken. */
export interface Correction {
  readonly key: string;
  /** The counter that it was taken from. If that is forgotten, nothing changes. */
  readonly id: string;
  readonly difference: number;
}

/** Counts what callers use. Every method rejects if nothing can be counted now. */
export interface Ledger extends Disposable {
  /** Takes all amounts, or none of them if one would exceed its limit. */
  take(charges: readonly Charge[]): Promise<Taking>;
  /** Adds to amounts that were taken, or subtracts from them. */
  correct(corrections: readonly Correction[]): Promise<void>;
  /** Reads counters, in the order of their keys. */
  read(keys: readonly string[]): Promise<readonly Count[]>;
}
