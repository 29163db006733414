import type { ListedPrompt } from "@completions-api/protocol";
import type { CompletionLogprobs } from "@completions-api/types/openai";
import { ignoredParameter } from "../errors/not-supported.ts";
import type { LogprobsReader } from "./logprobs.ts";
import { longestToken } from "./token-room.ts";

/** Finds the end of the prompt in the text of a choice that begins with it, part by part. */
export interface EchoReader {
  /**
   * Reads the next part of the text, and of its tokens.
   *
   * @returns the number of UTF-16 code units at its start that are the prompt.
   * @throws HttpError 422 if the text does not begin with the prompt.
   */
  read(text: string, logprobs: CompletionLogprobs | undefined): number;
  /** True once the whole prompt has been read. */
  readonly isWhole: boolean;
}

/** @param tokens - the reader of the choice's tokens. It is needed for a prompt that was given as tokens. */
export function createEchoReader(
  prompt: ListedPrompt["prompt"],
  tokens: LogprobsReader | undefined,
): EchoReader {
  if (typeof prompt === "string") return new TextEchoReader(prompt);
  if (tokens) return new TokenEchoReader(prompt.length, tokens);
  throw new Error("The log probabilities are asked for whenever tokens are echoed.");
}

class TextEchoReader implements EchoReader {
  /** The texts that stand for the prompt. Their lengths are equal. */
  readonly #forms: readonly string[];
  /** The number of UTF-16 code units that are still to come. */
  #rest: number;

  constructor(prompt: string) {
    // A half of a surrogate pair is no character, so some servers replace it.
    this.#forms = [prompt, prompt.toWellFormed()];
    this.#rest = prompt.length;
  }

  get isWhole(): boolean {
    return this.#rest === 0;
  }

  read(text: string): number {
    const part = text.slice(0, this.#rest);
    if (!this.#forms.some((form) => form.startsWith(part, form.length - this.#rest))) throw notEchoed();
    this.#rest -= part.length;
    return part.length;
  }
}

/** The text of a prompt of tokens is unknown, but the server lists the tokens of the text. */
class TokenEchoReader implements EchoReader {
  readonly #promptTokens: number;
  readonly #tokens: LogprobsReader;
  /** The length of the text so far, in Unicode code points. */
  #length = 0;

  constructor(promptTokens: number, tokens: LogprobsReader) {
    this.#promptTokens = promptTokens;
    this.#tokens = tokens;
  }

  get isWhole(): boolean {
    return this.#tokens.tokens >= this.#promptTokens;
  }

  read(text: string, logprobs: CompletionLogprobs | undefined): number {
    const start = this.#length;
    const characters = Array.from(text);
    this.#length += characters.length;
    // Otherwise a server that lists no tokens could send any text as the prompt.
    if (!this.isWhole && this.#length > this.#promptTokens * longestToken) throw notEchoed();
    if (logprobs === undefined) {
      // Some streams begin with an event that says nothing yet.
      if (this.isWhole || text === "") return 0;
      throw notEchoed();
    }
    const before = this.#tokens.tokens - logprobs.tokens.length;
    // Only the first token of a prompt has nothing before it that could score it.
    if (before === 0 && typeof logprobs.token_logprobs[0] === "number") throw notEchoed();
    const end = logprobs.text_offset[this.#promptTokens - before];
    if (before >= this.#promptTokens) return 0;
    return end === undefined ? text.length : characters.slice(0, Math.max(0, end - start)).join("").length;
  }
}

/** Creates the 422 for a server that ignores `echo`. */
export function notEchoed(): Error {
  return ignoredParameter("echo", true, "a choice that does not begin with its prompt");
}
