/** Keeps what is not wanted out of prompts and completions. */
export interface ContentFilter {
  /** Whether a prompt may be completed. */
  allowsPrompt(prompt: string): boolean;
  /** Follows the text of one choice. */
  watch(): TextWatch;
}

/** Lets a text that comes in pieces through up to where it is cut. */
export interface TextWatch {
  /** Whether the text is cut. Nothing comes through any more then. */
  readonly stopped: boolean;
  /** Takes the next piece, and returns the text that need not be held back any longer. */
  push(piece: string): string;
  /** Returns what is still held back, once the text has ended. */
  end(): string;
}
