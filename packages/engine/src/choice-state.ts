import type { Delta, EngineRequest, FinalDelta } from "./engine.ts";
import { estimateTokens } from "./estimate-tokens.ts";
import { HeldLogprobs } from "./held-logprobs.ts";

/** Ends the text of one choice early, for example at a stop sequence that the engine does not know. */
export interface TextLimiter {
  /** The finish reason of a text that has been cut. */
  readonly cutFor: "content_filter" | "stop" | undefined;
  /** True if nobody may see the text that it cuts, not even in the log probabilities of a token that begins before it. */
  readonly isSecret?: boolean;
  /**
   * Takes the next part of the text.
   *
   * @returns the text that need not be held back any longer.
   */
  push(text: string, isLast: boolean): string;
}

/** The visible part of a delta. */
export interface VisibleDelta extends Pick<Delta, "text" | "finishReason"> {
  readonly logprobs?: Delta["logprobs"] | undefined;
  readonly extra?: Delta["extra"] | undefined;
}

/** Numbers of tokens. */
export interface TokenCounts {
  readonly prompt: number;
  readonly completion: number;
}

/** The properties of a request that a choice depends on. */
export type ChoiceRequest = Pick<EngineRequest, "maxTokens" | "logprobs">;

/** Tracks one choice of a completion: its text, up to the place where it is cut, and its tokens. */
export class ChoiceState {
  readonly #request: ChoiceRequest;
  readonly #limitText: (() => TextLimiter) | undefined;
  /** These two exist only between the first delta and the last, because a body has room for 300,000 prompts. */
  #limiter: TextLimiter | undefined;
  #logprobs: HeldLogprobs | undefined;
  #isCut = false;
  #deltas = 0;
  #countedTokens = 0;
  #last: FinalDelta | undefined;

  constructor(request: ChoiceRequest, limitText?: () => TextLimiter) {
    this.#request = request;
    this.#limitText = limitText;
  }

  /** Adds the choice's next delta. Returns its visible part, or undefined if the text was cut earlier. */
  add(delta: Delta): VisibleDelta | undefined {
    // A delta of nothing but the echoed prompt has no token.
    if (!delta.echoed || delta.text.length > delta.echoed) this.#deltas += 1;
    this.#countedTokens += delta.tokens;
    if (delta.finishReason !== null) this.#last = delta;
    if (this.#isCut) return undefined;
    return this.#limitText === undefined ? delta : this.#limit(delta, this.#limitText);
  }

  /** Returns the visible part of a delta. The limiter gets only the generated text. */
  #limit(
    { text, echoed = 0, finishReason, logprobs, extra }: Delta,
    limitText: () => TextLimiter,
  ): VisibleDelta {
    const limiter = this.#limiter ?? limitText();
    // Its work on each delta would slow down all the choices that have nothing to hold back.
    const held =
      this.#request.logprobs === undefined
        ? undefined
        : (this.#logprobs ?? new HeldLogprobs({ whole: limiter.isSecret === true }));
    const isLast = finishReason !== null;
    const visible = text.slice(0, echoed) + limiter.push(text.slice(echoed), isLast);
    const { cutFor } = limiter;
    this.#isCut = cutFor !== undefined;
    if (logprobs) held?.push(logprobs);
    const isOpen = !isLast && !this.#isCut;
    this.#limiter = isOpen ? limiter : undefined;
    this.#logprobs = isOpen ? held : undefined;
    return {
      text: visible,
      finishReason: cutFor ?? finishReason,
      logprobs: isOpen || this.#isCut ? held?.take(visible) : held?.end(),
      extra,
    };
  }

  /** True if the text was cut, so that the engine may still be generating it. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** True once the engine has counted the choice's tokens. */
  get isCounted(): boolean {
    return this.#last !== undefined;
  }

  /** The number of tokens in the choice's prompt; undefined if the engine has not counted them yet. */
  get promptTokens(): number | undefined {
    return this.#last?.promptTokens;
  }

  /** The number of tokens that the engine has counted. */
  get countedTokens(): number {
    return this.#countedTokens + (this.#last?.discardedTokens ?? 0);
  }

  /** The number of tokens as far as it is known: some engines count only at the end, so each delta counts as at least one. */
  get estimatedTokens(): number {
    return Math.max(this.countedTokens, Math.min(this.#deltas, this.#request.maxTokens));
  }
}

/**
 * Adds up the tokens of all choices: counted by the engine if all have ended, estimated otherwise. A prompt counts once, however
 * many choices it has.
 *
 * @param choices - by index. Those that have no delta yet are missing: the methods of arrays skip them.
 */
export function sumTokens(
  choices: readonly ChoiceState[],
  { prompts, n = 1 }: Pick<EngineRequest, "prompts" | "n">,
): TokenCounts {
  const [only] = choices;
  if (only !== undefined && prompts.length * n === 1) {
    return {
      prompt: only.promptTokens || (only.isCounted ? 0 : estimateTokens(prompts)),
      completion: only.isCounted ? only.countedTokens : only.estimatedTokens,
    };
  }
  const ended = choices.reduce((count, { isCounted }) => count + Number(isCounted), 0);
  const areCounted = ended === prompts.length * n;
  const ofPrompts: number[] = [];
  let completion = 0;
  choices.forEach((choice, index) => {
    ofPrompts[Math.floor(index / n)] ||= choice.promptTokens ?? 0;
    completion += areCounted ? choice.countedTokens : choice.estimatedTokens;
  });
  let prompt = 0;
  for (const [position, listed] of prompts.entries()) {
    prompt += ofPrompts[position] || (areCounted ? 0 : estimateTokens([listed]));
  }
  return { prompt, completion };
}
