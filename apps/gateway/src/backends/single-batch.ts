import type { Delta } from "@completions-api/engine";

/** Yields deltas that are all known, in one batch. */
export async function* singleBatch(deltas: readonly Delta[]): AsyncGenerator<readonly Delta[], void, void> {
  yield deltas;
}
