import type { Engine, Piece } from "@completions-api/engine";
import type { Generate } from "./generate.ts";

/** Pieces that are handed on together where nobody waits for each: that takes as long as to generate a few. */
const batchSize = 64;

/** An engine that runs in this process. */
export function generateInProcess(engine: Engine): Generate {
  const { fingerprint } = engine;
  return async (request, signal) => {
    const pieces = engine.generate(request, signal)[Symbol.asyncIterator]();
    const first = await pieces.next();
    const batches = inBatches(first, pieces, request.stream ? 1 : batchSize);
    return { ...(fingerprint !== undefined && { fingerprint }), pieces: batches };
  };
}

async function* inBatches(
  first: IteratorResult<Piece>,
  others: AsyncIterator<Piece>,
  size: number,
): AsyncGenerator<readonly Piece[], void, void> {
  let batch: Piece[] = [];
  try {
    for (let next = first; !next.done; next = await others.next()) {
      batch.push(next.value);
      if (batch.length < size) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  } finally {
    await others.return?.();
  }
}
