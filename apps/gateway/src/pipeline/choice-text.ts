import { HoldBack, type Piece, type StopPattern } from "@completions-api/engine";
import type { ListedPrompt } from "@completions-api/protocol";
import type { ContentFilter, TextWatch } from "../filter/content-filter.ts";
import { estimateTokens } from "./estimate-tokens.ts";

/** What ends texts, beside the engine. */
export interface TextLimits {
  readonly maxTokens: number;
  /** An engine may let a stop sequence slip, or know nothing of them. */
  readonly stop: readonly StopPattern[];
  readonly filter: ContentFilter | undefined;
}

/** Follows one choice: its text, up to where that ends, and its tokens. */
export class ChoiceText {
  /** Whether it has ended before the engine ended it. */
  cut = false;
  readonly #prompt: ListedPrompt;
  readonly #maxTokens: number;
  readonly #stop: HoldBack | undefined;
  readonly #watch: TextWatch | undefined;
  #promptTokens: number | undefined;
  #pieces = 0;
  #counted = 0;

  constructor(prompt: ListedPrompt, { maxTokens, stop, filter }: TextLimits) {
    this.#prompt = prompt;
    this.#maxTokens = maxTokens;
    this.#stop = stop.length > 0 ? new HoldBack(stop) : undefined;
    this.#watch = filter?.watch();
  }

  /** As the engine has counted them; until it has, about. */
  get promptTokens(): number {
    return this.#promptTokens ?? estimateTokens([this.#prompt]);
  }

  /** Those so far. Of an engine that counts only at the end, each piece is taken for a token until then. */
  get completionTokens(): number {
    if (this.#promptTokens !== undefined) return this.#counted;
    return Math.max(this.#counted, Math.min(this.#pieces, this.#maxTokens));
  }

  /** Takes the choice's next piece, and returns what may leave of it. */
  take(piece: Piece): Piece {
    const counted = this.#counted;
    this.#counted += piece.tokens;
    this.#pieces += 1;
    const isLast = piece.finishReason !== null;
    if (isLast) this.#promptTokens = piece.promptTokens;
    const stop = this.#stop;
    const watch = this.#watch;
    if (stop === undefined && watch === undefined) return piece;

    let { text } = piece;
    if (stop) text = stop.push(text) + (isLast ? stop.end() : "");
    if (watch) text = watch.push(text) + (isLast || stop?.stopped ? watch.end() : "");
    const finishReason = watch?.stopped ? "content_filter" : stop?.stopped ? "stop" : undefined;
    if (finishReason === undefined) return { ...piece, text };
    this.cut = true;
    // The engine is not heard any more, hence not on the tokens that it has not counted yet.
    const { promptTokens, completionTokens } = this;
    return { ...piece, text, finishReason, promptTokens, tokens: completionTokens - counted };
  }
}
