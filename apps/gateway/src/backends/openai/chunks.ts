import type { Delta, FinalDelta } from "@completions-api/engine";
import { repeatsEnd } from "@completions-api/protocol";
import type { CompletionFinishReason } from "@completions-api/types";
import { invalidUpstreamResponse } from "../upstream-error.ts";
import type { Dialect } from "./dialect.ts";
import { readUsage, type Usage } from "./usage.ts";

/** A response, or an event of a stream. Only its `choices` and their texts have been checked. */
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

/** The end of a completion. */
export interface CompletionEnd {
  /** The last delta, without its tokens. */
  readonly delta: Omit<FinalDelta, "tokens" | "promptTokens">;
  /** Undefined if the server sent none. */
  readonly usage: Usage | undefined;
}

type ChunkDialect = Pick<Dialect, "finishReasons" | "endTokens" | "streamUsage">;

/** Reads a server's chunks into deltas. Holds the last delta back until the usage has arrived, too. */
export class ChunkReader {
  /** The server's `system_fingerprint`, once a chunk had one. */
  fingerprint: string | undefined;
  /** Set once the completion is whole. */
  end: CompletionEnd | undefined;
  /** By choice, the text so far, and whether `max_tokens` has ended it. */
  readonly completions: { text: string; isFull: boolean }[];
  readonly #dialect: ChunkDialect;
  /** By choice, its finish reason, once it has ended. */
  readonly #ends: (CompletionFinishReason | undefined)[];
  #open: number;
  #last: CompletionEnd["delta"] | undefined;
  #usage: Usage | undefined;

  /** @param prompts - the number of prompts in the request. */
  constructor(prompts: number, dialect: ChunkDialect) {
    this.completions = Array.from({ length: prompts }, () => ({ text: "", isFull: false }));
    this.#dialect = dialect;
    this.#ends = Array.from({ length: prompts });
    this.#open = prompts;
  }

  /** True if every choice has ended and the usage has arrived. */
  get isWhole(): boolean {
    return this.#open === 0 && this.#usage !== undefined;
  }

  /**
   * Reads the next chunk, and appends its deltas to `deltas`.
   *
   * @throws HttpError 502 if the chunk makes no sense.
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
    // Usage that was asked for is preliminary while it stands beside a choice, such as Ollama's zeros.
    if (this.#usage && (streamUsage !== "asked" || choices.length === 0)) this.finish();
  }

  /**
   * Ends the completion: no more chunks follow.
   *
   * @throws HttpError 502 if a choice has not ended.
   */
  finish(): void {
    if (!this.#last)
      throw invalidUpstreamResponse(`a completion with ${this.#open} choices that have not ended`);
    this.end = { delta: this.#last, usage: this.#usage };
  }

  /** @returns whether this ended the choice. */
  #readChoice({ index, text, finish_reason: reason }: UncheckedChoice, deltas: Delta[]): boolean {
    const { endTokens } = this.#dialect;
    const completion = typeof index === "number" ? this.completions[index] : undefined;
    if (typeof index !== "number" || completion === undefined) {
      throw invalidUpstreamResponse("a choice without a prompt");
    }
    const finishReason = readFinishReason(reason, this.#dialect);
    const visible = typeof reason === "string" && endTokens?.has(reason) ? "" : text;
    const end = this.#ends[index];
    if (end !== undefined) {
      if (repeatsEnd({ text: visible, finish_reason: finishReason }, end)) return false;
      throw invalidUpstreamResponse("a choice that had already ended");
    }
    completion.text += visible;
    if (finishReason === null) {
      if (visible !== "") deltas.push({ index, text: visible, tokens: 0, finishReason });
      return false;
    }
    this.#ends[index] = finishReason;
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

/**
 * Reads a server's finish reason. Returns null if the choice has not ended.
 *
 * @throws HttpError 502 for a reason that the dialect does not know: the completion is then not what was asked for.
 */
function readFinishReason(
  reason: unknown,
  { finishReasons }: Pick<Dialect, "finishReasons">,
): CompletionFinishReason | null {
  // Some servers write "" for null.
  if (reason === null || reason === undefined || reason === "") return null;
  const meaning = typeof reason === "string" ? finishReasons.get(reason) : undefined;
  if (meaning === undefined) {
    const name = typeof reason === "string" && /^\w{1,40}$/.test(reason) ? reason : typeof reason;
    throw invalidUpstreamResponse(`the finish reason ${JSON.stringify(name)}`);
  }
  return meaning;
}
