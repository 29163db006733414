import { HoldBack, type LastPiece, type Piece, type StopPattern } from "@completions-api/engine";
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
  readonly #prompt: ListedPrompt;
  readonly #maxTokens: number;
  readonly #stop: HoldBack | undefined;
  readonly #watch: TextWatch | undefined;
  #isCut = false;
  #pieces = 0;
  #counted = 0;
  #last: LastPiece | undefined;

  constructor(prompt: ListedPrompt, { maxTokens, stop, filter }: TextLimits) {
    this.#prompt = prompt;
    this.#maxTokens = maxTokens;
    this.#stop = stop.length > 0 ? new HoldBack(stop) : undefined;
    this.#watch = filter?.watch();
  }

  /** Takes the choice's next piece, and returns what may leave of it: nothing where the text has been cut before. */
  take(piece: Piece): Pick<Piece, "text" | "finishReason"> | undefined {
    this.#pieces += 1;
    this.#counted += piece.tokens;
    const isLast = piece.finishReason !== null;
    if (isLast) this.#last = piece;
    if (this.#isCut) return undefined;
    const stop = this.#stop;
    const watch = this.#watch;
    if (stop === undefined && watch === undefined) return piece;

    let { text } = piece;
    if (stop) text = stop.push(text) + (isLast ? stop.end() : "");
    if (watch) text = watch.push(text) + (isLast || stop?.stopped ? watch.end() : "");
    const cutFor = watch?.stopped ? "content_filter" : stop?.stopped ? "stop" : undefined;
    this.#isCut = cutFor !== undefined;
    return { text, finishReason: cutFor ?? piece.finishReason };
  }

  /** What the engine has counted; undefined where it may yet count more. */
  get counted(): Tokens | undefined {
    return this.#last && { prompt: this.#last.promptTokens, completion: this.#counted };
  }

  /** For an engine that counts only at the end, or once for all choices: then each piece is taken for a token. */
  get estimated(): Tokens {
    const pieces = Math.min(this.#pieces, this.#maxTokens);
    return {
      prompt: this.#last?.promptTokens || estimateTokens([this.#prompt]),
      completion: Math.max(this.#counted, pieces),
    };
  }
}

/** Numbers of tokens. */
export interface Tokens {
  readonly prompt: number;
  readonly completion: number;
}

/** The tokens of all choices: as the engine has counted them, or about where it has not, or not yet. */
export function sumTokens(choices: readonly ChoiceText[]): Tokens {
  const all = choices.map((choice) => choice.counted);
  const tokens = all.every((counted) => counted !== undefined)
    ? all
    : choices.map((choice) => choice.estimated);
  return {
    prompt: tokens.reduce((sum, { prompt }) => sum + prompt, 0),
    completion: tokens.reduce((sum, { completion }) => sum + completion, 0),
  };
}
