import type { Delta, FinalDelta } from "@completions-api/engine";
import type { ListedPrompt } from "@completions-api/protocol";
import { estimateTokens } from "./estimate-tokens.ts";
import { TextCutter, type TextLimits } from "./text-cutter.ts";

/** Follows one choice: its text, up to where that ends, and its tokens. */
export class Choice {
  readonly #prompt: ListedPrompt;
  readonly #maxTokens: number;
  /** None where nothing but the engine ends texts. */
  readonly #limits: TextLimits | undefined;
  /** There only between the first delta and the last: a body has room for 300,000 prompts. */
  #cutter: TextCutter | undefined;
  #isCut = false;
  #deltas = 0;
  #counted = 0;
  #last: FinalDelta | undefined;

  constructor(prompt: ListedPrompt, maxTokens: number, limits: TextLimits) {
    this.#prompt = prompt;
    this.#maxTokens = maxTokens;
    this.#limits = limits.stop.length > 0 || limits.filter ? limits : undefined;
  }

  /** Takes the choice's next delta, and returns what may leave of it: nothing where the text has been cut before. */
  take(delta: Delta): Pick<Delta, "text" | "finishReason"> | undefined {
    this.#deltas += 1;
    this.#counted += delta.tokens;
    const isLast = delta.finishReason !== null;
    if (isLast) this.#last = delta;
    if (this.#isCut) return undefined;
    if (this.#limits === undefined) return delta;

    this.#cutter ??= new TextCutter(this.#limits);
    const text = this.#cutter.push(delta.text, isLast);
    const { cutFor } = this.#cutter;
    this.#isCut = cutFor !== undefined;
    if (isLast || this.#isCut) this.#cutter = undefined;
    return { text, finishReason: cutFor ?? delta.finishReason };
  }

  /** What the engine has counted; undefined where it may yet count more. */
  get counted(): Tokens | undefined {
    return this.#last && { prompt: this.#last.promptTokens, completion: this.#counted };
  }

  /** For an engine that counts only at the end, or once for all choices: then each delta is taken for a token. */
  get estimated(): Tokens {
    const deltas = Math.min(this.#deltas, this.#maxTokens);
    return {
      prompt: this.#last?.promptTokens || estimateTokens([this.#prompt]),
      completion: Math.max(this.#counted, deltas),
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
