import type { Engine, Piece } from "@completions-api/engine";
import type { Generate } from "./generate.ts";

/** An engine that runs in this process. */
export function generateInProcess(engine: Engine): Generate {
  const { fingerprint } = engine;
  return async (request, signal) => {
    const pieces = engine.generate(request, signal)[Symbol.asyncIterator]();
    const first = await pieces.next();
    return { ...(fingerprint !== undefined && { fingerprint }), pieces: oneByOne(first, pieces) };
  };
}

async function* oneByOne(
  first: IteratorResult<Piece>,
  others: AsyncIterator<Piece>,
): AsyncGenerator<readonly Piece[], void, void> {
  try {
    for (let next = first; !next.done; next = await others.next()) yield [next.value];
  } finally {
    await others.return?.();
  }
}
