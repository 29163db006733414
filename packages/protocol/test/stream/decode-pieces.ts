import {
  createEventDecoder,
  type EventDecoderOptions,
  type StreamEvent,
  type StreamFailure,
} from "../../src/index.ts";

/** Decodes all pieces. Returns their events and the fault after them, if any. */
export function decodePieces(
  pieces: Iterable<Uint8Array>,
  options?: EventDecoderOptions,
): { readonly events: readonly StreamEvent[]; readonly failure: StreamFailure | undefined } {
  const decoder = createEventDecoder(options);
  const all: StreamEvent[] = [];
  for (const piece of pieces) {
    const { events, failure } = decoder.feed(piece);
    for (const event of events) all.push(event);
    if (failure) return { events: all, failure: failure.failure };
  }
  const { events, failure } = decoder.end();
  return { events: [...all, ...events], failure: failure?.failure };
}
