import type { Delta, FinalDelta } from "@completions-api/engine";
import { badAnswer } from "../bad-answer.ts";
import type { Dialect } from "./dialect.ts";
import { readFinishReason } from "./finish-reason.ts";
import { readUsage, type Usage } from "./usage.ts";

/** A response, or an event of a stream, of which no more is known yet. */
export interface UncheckedChunk {
  readonly choices: readonly UncheckedChoice[];
  readonly usage?: unknown;
  readonly system_fingerprint?: unknown;
}

interface UncheckedChoice {
  readonly text: string;
  readonly index?: unknown;
  readonly finish_reason?: unknown;
}

/** The last delta of a completion, and the usage that it is to carry; undefined where the server gave none. */
export interface CompletionEnd {
  readonly delta: Omit<FinalDelta, "tokens" | "promptTokens">;
  readonly usage: Usage | undefined;
}

/** Makes deltas of a server's chunks. The last one is held back until the usage has come, too. */
export class ChunkReader {
  /** The server's `system_fingerprint`, once a chunk had it. */
  fingerprint: string | undefined;
  /** Set once the completion is whole. */
  end: CompletionEnd | undefined;
  /** By choice, the text so far, and whether `max_tokens` has ended it. */
  readonly completions: { text: string; isFull: boolean }[];
  readonly #dialect: Pick<Dialect, "finishReasons" | "endTokens" | "streamUsage">;
  readonly #ended: boolean[];
  #open: number;
  #last: CompletionEnd["delta"] | undefined;
  #usage: Usage | undefined;

  /** @param prompts - how many there are. */
  constructor(prompts: number, dialect: Pick<Dialect, "finishReasons" | "endTokens" | "streamUsage">) {
    this.completions = Array.from({ length: prompts }, () => ({ text: "", isFull: false }));
    this.#dialect = dialect;
    this.#ended = Array.from({ length: prompts }, () => false);
    this.#open = prompts;
  }

  /** Whether each choice has ended, and the usage has come. */
  get isWhole(): boolean {
    return this.#open === 0 && this.#usage !== undefined;
  }

  /**
   * Takes the next chunk, and adds what it gives to `deltas`.
   *
   * @throws HttpError 502 where it makes no sense.
   */
  read({ choices, usage, system_fingerprint: fingerprint }: UncheckedChunk, deltas: Delta[]): void {
    if (typeof fingerprint === "string" && fingerprint !== "") this.fingerprint ??= fingerprint;
    const { streamUsage } = this.#dialect;
    for (const choice of choices) {
      const hasEnded = this.#readChoice(choice, deltas);
      if (hasEnded && streamUsage === "each-choice") this.#addUsage(readUsage(usage));
    }
    if (this.#open > 0) return;
    if (streamUsage !== "each-choice") this.#usage = readUsage(usage) ?? this.#usage;
    // Where it is asked for, it may be preliminary beside a choice, such as Ollama's zeros.
    if (this.#usage && (streamUsage !== "asked" || choices.length === 0)) this.finish();
  }

  /**
   * There are no more chunks.
   *
   * @throws HttpError 502 where a choice has not ended.
   */
  finish(): void {
    if (!this.#last) throw badAnswer(`a completion of which ${this.#open} choices have no end`);
    this.end = { delta: this.#last, usage: this.#usage };
  }

  /** @returns whether the choice has ended with it. */
  #readChoice({ index, text, finish_reason: reason }: UncheckedChoice, deltas: Delta[]): boolean {
    const { endTokens } = this.#dialect;
    const completion = typeof index === "number" ? this.completions[index] : undefined;
    if (typeof index !== "number" || completion === undefined) throw badAnswer("a choice without a prompt");
    if (this.#ended[index]) throw badAnswer("a choice that has ended before");
    const finishReason = readFinishReason(reason, this.#dialect);
    const visible = typeof reason === "string" && endTokens?.has(reason) ? "" : text;
    completion.text += visible;
    if (finishReason === null) {
      if (visible !== "") deltas.push({ index, text: visible, tokens: 0, finishReason });
      return false;
    }
    this.#ended[index] = true;
    completion.isFull = finishReason === "length";
    this.#open -= 1;
    const delta = { index, text: visible, finishReason };
    if (this.#open > 0) deltas.push({ ...delta, tokens: 0, promptTokens: 0 });
    else this.#last = delta;
    return true;
  }

  #addUsage(usage: Usage | undefined): void {
    if (!usage) return;
    const { promptTokens, completionTokens } = this.#usage ?? { promptTokens: 0, completionTokens: 0 };
    this.#usage = {
      promptTokens: promptTokens + usage.promptTokens,
      completionTokens: completionTokens + usage.completionTokens,
    };
  }
}
