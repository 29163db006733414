import type { Delta, Engine } from "@completions-api/engine";
import type { Generate } from "./generate.ts";

/** How many deltas are handed on together where nobody waits for each: that takes as long as to generate a few. */
const batchSize = 64;

/** An engine that runs in this process. */
export function generateInProcess(engine: Engine): Generate {
  const { fingerprint } = engine;
  return async (request, signal) => {
    const others = engine.generate(request, signal)[Symbol.asyncIterator]();
    const first = await others.next();
    const deltas = request.stream ? oneByOne(first, others) : joined(first, others);
    return { ...(fingerprint !== undefined && { fingerprint }), deltas };
  };
}

type Batches = AsyncGenerator<readonly Delta[], void, void>;

async function* oneByOne(first: IteratorResult<Delta>, others: AsyncIterator<Delta>): Batches {
  try {
    for (let next = first; !next.done; next = await others.next()) yield [next.value];
  } finally {
    await others.return?.();
  }
}

async function* joined(first: IteratorResult<Delta>, others: AsyncIterator<Delta>): Batches {
  let count = 0;
  let batch = new Map<number, Delta>();
  try {
    for (let next = first; !next.done; next = await others.next()) {
      const { index } = next.value;
      batch.set(index, join(batch.get(index), next.value));
      count += 1;
      if (count % batchSize > 0) continue;
      yield [...batch.values()];
      batch = new Map();
    }
    yield [...batch.values()];
  } catch (failure) {
    // What was generated before counts, too.
    yield [...batch.values()];
    throw failure;
  } finally {
    await others.return?.();
  }
}

/** Two deltas of a choice as one. */
function join(before: Delta | undefined, delta: Delta): Delta {
  if (before === undefined) return delta;
  return { ...delta, text: before.text + delta.text, tokens: before.tokens + delta.tokens };
}
