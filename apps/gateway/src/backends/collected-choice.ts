import type { Delta } from "@completions-api/engine";
import type { CompletionLogprobs } from "@completions-api/types/openai";

/** The number of texts that are joined: each by itself takes several times the memory of its characters. */
const mostTexts = 256;

/** The deltas of one choice, which become one. */
export class CollectedChoice {
  #last: Delta;
  #texts: string[];
  #tokens: number;
  #echoed: number;
  /** Not an object that is copied for each delta: a server can name each property differently. */
  #extra: Map<string, unknown> | undefined;
  #logprobs: CompletionLogprobs | undefined;

  constructor(first: Delta) {
    this.#last = first;
    this.#texts = [first.text];
    this.#tokens = first.tokens;
    this.#echoed = first.echoed ?? 0;
    this.#addExtra(first.extra);
    this.#addLogprobs(first.logprobs);
  }

  add(delta: Delta): void {
    this.#last = delta;
    this.#texts.push(delta.text);
    if (this.#texts.length > mostTexts) this.#texts = [this.#texts.join("")];
    this.#tokens += delta.tokens;
    this.#echoed += delta.echoed ?? 0;
    this.#addExtra(delta.extra);
    this.#addLogprobs(delta.logprobs);
  }

  /** Adds the tokens of a part. The offsets count from the start of the choice's text, so they stay as they are. */
  #addLogprobs(part: CompletionLogprobs | undefined): void {
    if (part === undefined) return;
    this.#logprobs ??= { tokens: [], token_logprobs: [], top_logprobs: [], text_offset: [] };
    const { tokens, token_logprobs, top_logprobs, text_offset } = this.#logprobs;
    for (const token of part.tokens) tokens.push(token);
    for (const logprob of part.token_logprobs) token_logprobs.push(logprob);
    for (const likeliest of part.top_logprobs) top_logprobs.push(likeliest);
    for (const offset of part.text_offset) text_offset.push(offset);
  }

  #addExtra(part: Delta["extra"]): void {
    if (part === undefined) return;
    this.#extra ??= new Map();
    for (const [name, value] of Object.entries(part)) this.#extra.set(name, value);
  }

  /** Joins the deltas. If extra properties have the same name, the last one wins. */
  join(): Delta {
    return {
      ...this.#last,
      text: this.#texts.join(""),
      tokens: this.#tokens,
      ...(this.#logprobs && { logprobs: this.#logprobs }),
      ...(this.#echoed > 0 && { echoed: this.#echoed }),
      ...(this.#extra && { extra: Object.fromEntries(this.#extra) }),
    };
  }
}
