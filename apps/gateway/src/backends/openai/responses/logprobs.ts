import { isUtf8 } from "node:buffer";
import { StringDecoder } from "node:string_decoder";
import type { CompletionLogprobs } from "@completions-api/types/openai";
import { invalidUpstreamResponse } from "../../upstream-error.ts";
import { longestToken } from "./token-room.ts";

/** A token as a server lists it, before it is checked. */
interface ListedToken {
  readonly token: unknown;
  readonly logprob: unknown;
  /** The likeliest tokens at this place, with their log probabilities. Servers leave it out if they were asked for none. */
  readonly top?: unknown;
}

/** Options of {@link LogprobsReader}. */
export interface LogprobsOptions {
  /** The number of likeliest tokens that were asked for. */
  readonly listed: number;
  /** True if the text begins with the prompt, whose first token may have no log probability. */
  readonly echo: boolean;
  /** The most tokens that the text can have. */
  readonly most: number;
}

/** In UTF-16 code units, as `bytes:\\x20…`, in which a token of bytes is written. */
const longestName = "bytes:".length + String.raw`\x20`.length * longestToken;

/** Reads the log probabilities of one choice's tokens, in whichever shape the server sends them, part by part. */
export class LogprobsReader {
  /** The number of tokens so far. */
  tokens = 0;
  /** The length of the tokens so far, in Unicode code points. */
  length = 0;
  readonly #options: LogprobsOptions;
  readonly #decoder = new StringDecoder("utf8");

  constructor(options: LogprobsOptions) {
    this.#options = options;
  }

  /** The number of tokens beyond the most that the text can have, at most 1. */
  get excess(): number {
    return Math.max(0, this.tokens - this.#options.most);
  }

  /**
   * Reads the next part. Known shapes: the lists of OpenAI, vLLM and SGLang; and `content` of llama.cpp, which has the shape of
   * OpenAI's chat completions. Counts the offsets itself, because OpenAI counts them from the start of the prompt, and SGLang
   * sends -1.
   *
   * @throws HttpError 502 if it has neither shape.
   */
  read(value: unknown): CompletionLogprobs {
    const read: CompletionLogprobs = { tokens: [], token_logprobs: [], top_logprobs: [], text_offset: [] };
    for (const { token, logprob, top } of listTokens(value)) {
      // One token too many is enough to know.
      if (this.tokens > this.#options.most) break;
      const isUnscored = logprob === null && this.#options.echo && this.tokens === 0;
      if (typeof token !== "string" || token.length > longestName) throw broken();
      const score = isUnscored ? null : readLogprob(logprob);
      read.tokens.push(token);
      read.token_logprobs.push(score);
      read.top_logprobs.push(score === null ? null : this.#readTop(top, token, score));
      const bytes = readBytes(token);
      // A token that does not continue a character ends the one before it, even if that is incomplete.
      if (!continuesCharacter(bytes)) this.#add(this.#decoder.end());
      read.text_offset.push(this.length);
      this.tokens += 1;
      this.#add(bytes ? this.#decoder.write(bytes) : token);
    }
    return read;
  }

  /** Returns as many of the likeliest tokens as were asked for, and the one that was chosen. */
  #readTop(top: unknown, token: string, logprob: number): Record<string, number> {
    const likeliest = Object.entries(Object(top)).map(([other, value]): [string, number] => [
      other,
      readLogprob(value),
    ]);
    likeliest.sort(([, one], [, other]) => other - one);
    const listed = likeliest.slice(0, this.#options.listed);
    if (listed.some(([other]) => other.length > longestName)) throw broken();
    return Object.fromEntries([...listed, [token, logprob]]);
  }

  /** Adds characters to the length. */
  #add(text: string): void {
    for (const _ of text) this.length += 1;
  }
}

/** Leaves out the last tokens of a part. */
export function cutLogprobs(part: CompletionLogprobs, excess: number): CompletionLogprobs {
  const count = Math.max(0, part.tokens.length - excess);
  return {
    tokens: part.tokens.slice(0, count),
    token_logprobs: part.token_logprobs.slice(0, count),
    top_logprobs: part.top_logprobs.slice(0, count),
    text_offset: part.text_offset.slice(0, count),
  };
}

/** Leaves out the last tokens of a part's text. Without a list of the part's tokens, all of it is beyond the last one. */
export function cutTokens(text: string, part: CompletionLogprobs | undefined, excess: number): string {
  const offsets = part?.text_offset ?? [];
  const [start = 0] = offsets;
  const end = offsets[Math.max(0, offsets.length - excess)] ?? start;
  return Array.from(text)
    .slice(0, end - start)
    .join("");
}

/** Reads the bytes of a token that is only a part of a character. */
function readBytes(token: string): Buffer | undefined {
  if (!/^bytes:(?:\\x[\da-f]{2})+$/.test(token)) return undefined;
  return Buffer.from(token.replaceAll(/bytes:|\\x/g, ""), "hex");
}

function continuesCharacter([first = 0]: Iterable<number> = []): boolean {
  return first >= 0x80 && first < 0xc0;
}

function listTokens(value: unknown): readonly ListedToken[] {
  const {
    content,
    tokens,
    token_logprobs: logprobs,
    top_logprobs: tops,
  }: Record<string, unknown> = Object(value);
  if (Array.isArray(content)) return content.map(readContent);
  if (!Array.isArray(tokens) || !Array.isArray(logprobs) || logprobs.length !== tokens.length) throw broken();
  const hasTops = Array.isArray(tops) && tops.length > 0;
  if (hasTops && tops.length !== tokens.length) throw broken();
  return tokens.map((token, place) => ({ token, logprob: logprobs[place], top: hasTops && tops[place] }));
}

function readContent(entry: unknown): ListedToken {
  const { logprob, top_logprobs: top }: Record<string, unknown> = Object(entry);
  const others: readonly unknown[] = Array.isArray(top) ? top : [];
  return {
    token: readToken(entry),
    logprob,
    top: Object.fromEntries(others.map((other) => [readToken(other), Object(other).logprob])),
  };
}

/** Reads a token of `content`. If its bytes are only a part of a character, it is written as OpenAI does. */
function readToken(entry: unknown): unknown {
  const { token, bytes }: Record<string, unknown> = Object(entry);
  if (!Array.isArray(bytes)) return token;
  const buffer = Buffer.from(bytes);
  return isUtf8(buffer) ? token : `bytes:${buffer.toString("hex").replaceAll(/../g, String.raw`\x$&`)}`;
}

/** The most that a log probability may exceed 0: servers that compute with few bits return 1e-7 for a certain token. */
const roundingError = 0.001;

function readLogprob(value: unknown): number {
  if (typeof value !== "number" || !Number.isFinite(value) || value > roundingError) throw broken();
  return Math.min(value, 0);
}

function broken(): Error {
  return invalidUpstreamResponse("log probabilities that cannot be read");
}
