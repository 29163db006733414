import type { LastPiece, Piece } from "@completions-api/engine";
import type { ListedPrompt } from "@completions-api/protocol";
import { estimateTokens } from "./estimate-tokens.ts";
import { TextCutter, type TextLimits } from "./text-cutter.ts";

/** Follows one choice: its text, up to where that ends, and its tokens. */
export class Choice {
  readonly #prompt: ListedPrompt;
  readonly #maxTokens: number;
  /** None where nothing but the engine ends texts. */
  readonly #limits: TextLimits | undefined;
  /** There only between the first piece and the last: a body has room for 300,000 prompts. */
  #cutter: TextCutter | undefined;
  #isCut = false;
  #pieces = 0;
  #counted = 0;
  #last: LastPiece | undefined;

  constructor(prompt: ListedPrompt, maxTokens: number, limits: TextLimits) {
    this.#prompt = prompt;
    this.#maxTokens = maxTokens;
    this.#limits = limits.stop.length > 0 || limits.filter ? limits : undefined;
  }

  /** Takes the choice's next piece, and returns what may leave of it: nothing where the text has been cut before. */
  take(piece: Piece): Pick<Piece, "text" | "finishReason"> | undefined {
    this.#pieces += 1;
    this.#counted += piece.tokens;
    const isLast = piece.finishReason !== null;
    if (isLast) this.#last = piece;
    if (this.#isCut) return undefined;
    if (this.#limits === undefined) return piece;

    this.#cutter ??= new TextCutter(this.#limits);
    const text = this.#cutter.push(piece.text, isLast);
    const { cutFor } = this.#cutter;
    this.#isCut = cutFor !== undefined;
    if (isLast || this.#isCut) this.#cutter = undefined;
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
export function sumTokens(choices: readonly Choice[]): Tokens {
  const all = choices.map((choice) => choice.counted);
  const tokens = all.every((counted) => counted !== undefined)
    ? all
    : choices.map((choice) => choice.estimated);
  return {
    prompt: tokens.reduce((sum, { prompt }) => sum + prompt, 0),
    completion: tokens.reduce((sum, { completion }) => sum + completion, 0),
  };
}
