import type { CompletionChunk, CompletionUsage, CreateCompletionResponse } from "@completions-api/types";
import fc, { type GeneratorValue } from "fast-check";

/** Texts of what is easily broken on the way: line breaks, marks, halves of characters, the words of the format. */
export const text: fc.Arbitrary<string> = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      "\u2028",
      "\0",
      "\uD83D",
      "\uDE00",
      "\uFEFF",
      "\uFFFD",
      "😀",
      "\r",
      "\n",
      "\r\n",
      "data:",
      "[DONE]",
    ),
    fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
  ),
  maxLength: 20,
});

const tokens = fc.nat(1000);

const usage: fc.Arbitrary<CompletionUsage> = fc
  .tuple(tokens, tokens)
  .map(([prompt_tokens, completion_tokens]) => ({
    prompt_tokens,
    completion_tokens,
    total_tokens: prompt_tokens + completion_tokens,
  }));

const choice = fc.record(
  { text, finish_reason: fc.constantFrom("stop", "length", "content_filter") },
  { noNullPrototype: true },
);

/** Any completion. */
export const completion: fc.Arbitrary<CreateCompletionResponse> = fc.record(
  {
    id: text,
    object: fc.constant("text_completion"),
    created: fc.nat(),
    model: text,
    choices: fc
      .array(choice, { minLength: 1, maxLength: 4 })
      .map((choices) => choices.map((choice, index) => ({ index, ...choice }))),
    usage,
    system_fingerprint: text,
  },
  { requiredKeys: ["id", "object", "created", "model", "choices", "usage"], noNullPrototype: true },
);

/** The places to cut something of this length at, in order; some more than once. */
function cuts(length: number): fc.Arbitrary<number[]> {
  return fc.array(fc.nat(length), { maxLength: 8 }).map((places) => places.sort((a, b) => a - b));
}

function cut<T extends { slice(start: number, end: number): T; readonly length: number }>(
  whole: T,
  places: number[],
): T[] {
  return [...places, whole.length].map((end, index) => whole.slice(places[index - 1] ?? 0, end));
}

/** The chunks of a stream of this completion, one of the many ways to cut it. */
export function chunksOf(completion: CreateCompletionResponse, gen: GeneratorValue): CompletionChunk[] {
  const { choices, usage, system_fingerprint, ...identity } = completion;
  const queues = choices.map(({ index, text, finish_reason }) => {
    const pieces = cut(text, gen(cuts, text.length));
    return pieces.map((piece, place) => ({
      index,
      text: piece,
      finish_reason: place === pieces.length - 1 ? finish_reason : null,
    }));
  });

  const chunks: CompletionChunk[] = [];
  while (queues.some((queue) => queue.length > 0)) {
    const open = queues.filter((queue) => queue.length > 0);
    const some = gen(fc.shuffledSubarray, open, { minLength: 1 });
    chunks.push({ ...identity, choices: some.flatMap((queue) => queue.splice(0, 1)) });
  }
  if (gen(fc.boolean)) chunks.push({ ...identity, choices: [] });

  return chunks.map((chunk, place) => {
    const isLast = place === chunks.length - 1;
    return {
      ...chunk,
      ...(isLast ? { usage } : gen(fc.boolean) && { usage: null }),
      ...(system_fingerprint !== undefined && (isLast || gen(fc.boolean)) && { system_fingerprint }),
    };
  });
}

/** These data as a body of server-sent events, in one of the many ways to write it. */
export function bodyOf(data: readonly string[], gen: GeneratorValue): Uint8Array {
  const aside = fc.constantFrom(
    ": keep-alive",
    ":",
    "event: completion",
    "id: 7",
    "retry: 10",
    "no-such-field: 1",
    "dat",
  );
  const blocks = data.map((text) => {
    const name = gen(fc.constantFrom, "data:", "data: ");
    const lines = [
      ...gen(fc.array, aside, { maxLength: 2 }),
      ...text.split("\n").map((line) => `${name}${line}`),
      ...gen(fc.array, aside, { maxLength: 2 }),
    ];
    const lineBreak = gen(fc.constantFrom, "\n", "\r\n", "\r");
    return lines.map((line) => line + lineBreak).join("") + lineBreak;
  });
  const body = (gen(fc.boolean) ? "\uFEFF" : "") + blocks.join("");
  return new TextEncoder().encode(gen(fc.boolean) ? body : body.replace(/[\r\n]+$/, ""));
}

/** These bytes in pieces, some of them empty. */
export function piecesOf(bytes: Uint8Array, gen: GeneratorValue): Uint8Array[] {
  return cut(bytes, gen(cuts, bytes.length));
}
