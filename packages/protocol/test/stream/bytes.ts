/** Creates a stream of pieces. Text is encoded in UTF-8. */
export function streamOf(pieces: Iterable<Uint8Array | string>): ReadableStream<Uint8Array> {
  return ReadableStream.from(bytesOf(pieces));
}

/** Creates an async iterable of pieces that is not a stream. Text is encoded in UTF-8. */
export async function* bytesOf(
  pieces: Iterable<Uint8Array | string>,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (const piece of pieces) yield typeof piece === "string" ? new TextEncoder().encode(piece) : piece;
}

/** Collects all items. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
