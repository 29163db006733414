/** Keeps unwanted text out of prompts and completions. */
export interface ContentFilter {
  /** True to refuse prompts that are tokens, which it cannot read. By default they pass, and only their completions are filtered. */
  readonly refusesTokens?: boolean;
  /** Returns true if a prompt, or another text for the engine, may pass. */
  allowsPrompt(prompt: string): boolean;
  /** Starts to filter the text of one choice. */
  watch(): TextWatch;
}

/** Filters the text of one choice while it is generated. */
export interface TextWatch {
  /** True once the text was cut. Nothing is let through from then on. */
  readonly stopped: boolean;
  /** Takes the next part of the text, and returns the text that no longer needs to be held back. */
  push(part: string): string;
  /** Ends the text, and returns the part that is still held back. */
  end(): string;
}
