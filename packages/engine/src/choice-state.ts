import type { ListedPrompt } from "@completions-api/protocol";
import type { Delta, FinalDelta } from "./engine.ts";
import { estimateTokens } from "./estimate-tokens.ts";

/** Ends the text of one choice early, for example at a stop sequence that the engine does not know. */
export interface TextLimiter {
  /** The finish reason of a text that has been cut. */
  readonly cutFor: "content_filter" | "stop" | undefined;
  /**
   * Takes the next part of the text.
   *
   * @returns the text that need not be held back any longer.
   */
  push(text: string, isLast: boolean): string;
}

/** Numbers of tokens. */
export interface TokenCounts {
  readonly prompt: number;
  readonly completion: number;
}

/** Tracks one choice of a completion: its text, up to the place where it is cut, and its tokens. */
export class ChoiceState {
  readonly #prompt: ListedPrompt;
  readonly #maxTokens: number;
  readonly #limitText: (() => TextLimiter) | undefined;
  /** Exists only between the first delta and the last, because a body has room for 300,000 prompts. */
  #limiter: TextLimiter | undefined;
  #isCut = false;
  #deltas = 0;
  #countedTokens = 0;
  #last: FinalDelta | undefined;

  constructor(prompt: ListedPrompt, maxTokens: number, limitText?: () => TextLimiter) {
    this.#prompt = prompt;
    this.#maxTokens = maxTokens;
    this.#limitText = limitText;
  }

  /** Adds the choice's next delta. Returns its visible part, or undefined if the text was cut earlier. */
  add(delta: Delta): Pick<Delta, "text" | "finishReason"> | undefined {
    this.#deltas += 1;
    this.#countedTokens += delta.tokens;
    const isLast = delta.finishReason !== null;
    if (isLast) this.#last = delta;
    if (this.#isCut) return undefined;
    if (this.#limitText === undefined) return delta;

    this.#limiter ??= this.#limitText();
    const text = this.#limiter.push(delta.text, isLast);
    const { cutFor } = this.#limiter;
    this.#isCut = cutFor !== undefined;
    if (isLast || this.#isCut) this.#limiter = undefined;
    return { text, finishReason: cutFor ?? delta.finishReason };
  }

  /** True if the text was cut, so that the engine may still be generating it. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** The tokens that the engine has counted; undefined while it may count more. */
  get counted(): TokenCounts | undefined {
    return this.#last && { prompt: this.#last.promptTokens, completion: this.#countedTokens };
  }

  /** The tokens as far as they are known: some engines count only at the end, so each delta counts as at least one. */
  get estimated(): TokenCounts {
    const deltas = Math.min(this.#deltas, this.#maxTokens);
    return {
      prompt: this.#last?.promptTokens || estimateTokens([this.#prompt]),
      completion: Math.max(this.#countedTokens, deltas),
    };
  }
}

/** Adds up the tokens of all choices: counted by the engine if all have ended, estimated otherwise. */
export function sumTokens(choices: readonly ChoiceState[]): TokenCounts {
  const all = choices.map((choice) => choice.counted);
  const tokens = all.every((counted) => counted !== undefined)
    ? all
    : choices.map((choice) => choice.estimated);
  return {
    prompt: tokens.reduce((sum, { prompt }) => sum + prompt, 0),
    completion: tokens.reduce((sum, { completion }) => sum + completion, 0),
  };
}
