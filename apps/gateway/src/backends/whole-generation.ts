import type { Delta } from "@completions-api/engine";
import type { Generation } from "./backend.ts";

/** A generation that has ended, and whose deltas are all known. */
export class WholeGeneration implements Generation {
  readonly fingerprint: string | undefined;
  readonly whole: readonly Delta[];

  /** @param whole - one delta for each choice. */
  constructor(whole: readonly Delta[], fingerprint: string | undefined) {
    this.whole = whole;
    this.fingerprint = fingerprint;
  }

  get deltas(): AsyncIterable<readonly Delta[]> {
    return iterateOnce(this.whole);
  }
}

async function* iterateOnce(deltas: readonly Delta[]): AsyncGenerator<readonly Delta[], void, void> {
  yield deltas;
}
