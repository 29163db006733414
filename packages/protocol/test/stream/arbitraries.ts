import type {
  Choices,
  ChunkChoice,
  CompletionChunk,
  CompletionUsage,
  CreateCompletionResponse,
} from "@completions-api/types";
import fc from "fast-check";

/** Texts of what is easily corrupted: line breaks, byte order marks, lone surrogates, words of the format. */
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

const logprobs = fc
  .array(fc.tuple(text, fc.option(fc.double({ min: -100, max: -0.1, noNaN: true }))))
  .map((tokens) => ({
    tokens: tokens.map(([token]) => token),
    token_logprobs: tokens.map(([, value]) => value),
    top_logprobs: tokens.map(([token, value]) => value && { [token]: value }),
    text_offset: tokens.map((_, place) => place),
  }));

/** A choice, some of them with properties that this API's own choices do not have. */
const choice = fc.record(
  {
    text,
    finish_reason: fc.constantFrom("stop", "length", "content_filter"),
    logprobs: fc.option(logprobs),
    stop_reason: fc.option(fc.nat()),
  },
  { requiredKeys: ["text", "finish_reason"], noNullPrototype: true },
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

/** Throws a die. Returns an integer from 0 to `sides - 1`. */
export type Dice = (sides: number) => number;

// `fc.gen` would do, but it slows down with each new argument.
/** Random decisions made while a property runs. */
export const dice: fc.Arbitrary<Dice> = fc.infiniteStream(fc.nat()).map((numbers) => (sides) => {
  const { value } = numbers.next();
  return value % sides;
});

/** Cuts a value into pieces, some of them empty. */
export function cut<T extends { slice(start: number, end: number): T; readonly length: number }>(
  whole: T,
  dice: Dice,
): T[] {
  const places = Array.from({ length: dice(8) }, () => dice(whole.length + 1)).sort((a, b) => a - b);
  return [...places, whole.length].map((end, index) => whole.slice(places[index - 1] ?? 0, end));
}

/** Divides a choice into its updates. Each has a part of the tokens, which need not be those of its text. */
function updatesOf({ index, text, finish_reason, ...more }: Choices, dice: Dice): ChunkChoice[] {
  const { logprobs }: { logprobs?: Record<string, unknown[]> | null } = { ...more };
  let taken = 0;
  return cut(text, dice).map((piece, place, pieces) => {
    const isLast = place === pieces.length - 1;
    const start = taken;
    const length = logprobs?.tokens?.length ?? 0;
    taken = isLast ? length : start + dice(length - start + 1);
    const part = logprobs && mapValues(logprobs, (list) => list.slice(start, taken));
    return {
      index,
      text: piece,
      finish_reason: isLast ? finish_reason : null,
      ...(isLast && more),
      ...(part !== undefined && (isLast || taken > start) && { logprobs: part }),
    };
  });
}

function mapValues<In, Out>(record: Record<string, In>, map: (value: In) => Out): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}

/** Divides a completion into the chunks of a stream, in one of many ways. */
export function chunksOf(completion: CreateCompletionResponse, dice: Dice): CompletionChunk[] {
  const { choices, usage, system_fingerprint, ...identity } = completion;
  const queues = choices.map((choice) => updatesOf(choice, dice));

  const chunks: CompletionChunk[] = [];
  while (queues.some((queue) => queue.length > 0)) {
    // Mostly one choice per event, as servers send them.
    const some = queues.filter(() => dice(queues.length) === 0);
    const choices = some.flatMap((queue) => queue.splice(0, 1));
    if (choices.length > 0) chunks.push({ ...identity, choices: dice(2) ? choices : choices.reverse() });
  }
  if (dice(2)) chunks.push({ ...identity, choices: [] });

  return chunks.map((chunk, place) => {
    const isLast = place === chunks.length - 1;
    return {
      ...chunk,
      ...(isLast ? { usage } : dice(2) && { usage: null }),
      ...(system_fingerprint !== undefined && (isLast || dice(2)) && { system_fingerprint }),
    };
  });
}

const asides = [": keep-alive", ":", "event: completion", "id: 7", "retry: 10", "no-such-field: 1", "dat"];
const lineBreaks = ["\n", "\r\n", "\r"];

/** Writes data as a body of server-sent events, in one of many ways. */
export function bodyOf(data: readonly string[], dice: Dice): Uint8Array {
  const someAsides = () => asides.filter(() => dice(5) === 0);
  const blocks = data.map((text) => {
    const name = dice(2) ? "data:" : "data: ";
    const lines = [...someAsides(), ...text.split("\n").map((line) => name + line), ...someAsides(), ""];
    const lineBreak = lineBreaks[dice(lineBreaks.length)];
    return lines.map((line) => `${line}${lineBreak}`).join("");
  });
  const body = (dice(2) ? "\uFEFF" : "") + blocks.join("");
  return new TextEncoder().encode(dice(2) ? body : body.replace(/[\r\n]+$/, ""));
}
