import { AsciiText } from "@completions-api/http";
import { doneEvent, encodeEvent } from "@completions-api/protocol";
import type { CompletionChunk } from "@completions-api/types";
import type { Face, ResponseForm } from "./face.ts";

type Text = string | AsciiText;
type NextText = IteratorResult<Text, Text | undefined>;

/**
 * Encodes the events of a stream and `[DONE]`. Each batch becomes one text. The last one is what the iteration returns, so that it can
 * be sent together with the end of the response.
 *
 * Not an async generator, because that takes three promises per batch where this takes one.
 */
export class EncodedStream implements AsyncIterableIterator<Text, Text | undefined> {
  readonly #batches: AsyncIterator<readonly CompletionChunk[]>;
  readonly #encoder: ChunkEncoder;

  constructor(
    batches: AsyncIterable<readonly CompletionChunk[]>,
    face: Pick<Face, "toEvents">,
    form: ResponseForm,
  ) {
    this.#batches = batches[Symbol.asyncIterator]();
    this.#encoder = new ChunkEncoder((chunk) => face.toEvents(chunk, form), hasOnlyText(form));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<NextText> {
    return this.#batches.next().then(this.#onBatch);
  }

  async return(): Promise<NextText> {
    await this.#batches.return?.();
    return { done: true, value: undefined };
  }

  readonly #onBatch = ({
    done,
    value: batch,
  }: IteratorResult<readonly CompletionChunk[]>): NextText | Promise<NextText> => {
    if (done) return { done: true, value: undefined };
    const isLast = Boolean(batch.at(-1)?.usage);
    const value = this.#encoder.encode(batch, isLast ? doneEvent : "");
    if (!isLast) return { done: false, value };
    return this.return().then(() => ({ done: true, value }));
  };
}

/** Returns whether the chunks of a choice differ in nothing but their text, until the last one. */
export function hasOnlyText({ parameters, extra }: ResponseForm): boolean {
  // An engine that was passed extra parameters may answer with any property.
  return parameters.logprobs === undefined && Object.keys(extra).length === 0;
}

/**
 * Encodes the chunks of one stream. If those of a choice differ only in their text, the JSON around the text is written once and
 * reused, which takes a third of the time.
 */
class ChunkEncoder {
  readonly #toEvents: (chunk: CompletionChunk) => readonly object[];
  readonly #hasOnlyText: boolean;
  /** By choice, the JSON before and after the text. */
  readonly #frames: [before: string, after: string][] = [];
  #framesAreAscii = true;
  /** True while the batch has no other characters. */
  #isAscii = true;

  constructor(toEvents: (chunk: CompletionChunk) => readonly object[], hasOnlyText: boolean) {
    this.#toEvents = toEvents;
    this.#hasOnlyText = hasOnlyText;
  }

  /** Encodes the chunks of a batch, and appends a text of ASCII. */
  encode(batch: readonly CompletionChunk[], end: string): Text {
    this.#isAscii = this.#framesAreAscii;
    let text = "";
    for (const chunk of batch) text += this.#hasOnlyText ? this.#encodeText(chunk) : this.#encodeAll(chunk);
    text += end;
    return this.#isAscii ? new AsciiText(text) : text;
  }

  #encodeText(chunk: CompletionChunk): string {
    const [choice] = chunk.choices;
    if (choice === undefined || choice.finish_reason !== null || chunk.usage) return this.#encodeAll(chunk);
    const [before, after] =
      this.#frames[choice.index] ?? this.#toFrame({ ...chunk, choices: [{ ...choice, text: "" }] });
    this.#frames[choice.index] ??= [before, after];
    return before + this.#toJson(choice.text) + after;
  }

  #toFrame(chunk: CompletionChunk): [before: string, after: string] {
    // Quotes inside strings are escaped, so this matches only the property.
    const [before = "", after = ""] = this.#encodeAll(chunk).split(/(?<="text":)""/);
    this.#framesAreAscii &&= ascii.test(before + after);
    return [before, after];
  }

  #encodeAll(chunk: CompletionChunk): string {
    return this.#note(this.#toEvents(chunk).map(encodeEvent).join(""));
  }

  /** Does what `JSON.stringify` does, which takes half as long again to find out that most texts are plain. */
  #toJson(text: string): string {
    if (plainAscii.test(text)) return `"${text}"`;
    return this.#note(plain.test(text) ? `"${text}"` : JSON.stringify(text));
  }

  #note(json: string): string {
    this.#isAscii &&= ascii.test(json);
    return json;
  }
}

/** Matches a text whose JSON is the text itself, in quotation marks. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON must escape these.
const plain = /^[^"\\\x00-\x1f\ud800-\udfff]*$/;

/** Matches those of them that are ASCII. */
const plainAscii = /^[ !#-[\]-\x7f]*$/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are ASCII, too.
const ascii = /^[\x00-\x7f]*$/;
