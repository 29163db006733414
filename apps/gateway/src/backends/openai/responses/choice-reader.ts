import type { FinalDelta, TextDelta } from "@completions-api/engine";
import { type ListedPrompt, repeatsEnd } from "@completions-api/protocol";
import type { CompletionFinishReason } from "@completions-api/types";
import type { CompletionLogprobs } from "@completions-api/types/openai";
import type { GenerationRequest } from "../../backend.ts";
import { invalidUpstreamResponse } from "../../upstream-error.ts";
import type { Dialect } from "../dialect.ts";
import { ignoredParameter } from "../errors/not-supported.ts";
import { createEchoReader, type EchoReader, notEchoed } from "./echo.ts";
import { KeptText } from "./kept-text.ts";
import { cutLogprobs, cutTokens, LogprobsReader } from "./logprobs.ts";
import { createRoom, cutText, takeRoom } from "./token-room.ts";

/** A choice of a chunk. Only its text has been checked. */
export interface UncheckedChoice {
  readonly text: string;
  readonly index?: unknown;
  readonly finish_reason?: unknown;
  readonly logprobs?: unknown;
}

/** The parts of a request that decide how the choices of its response are read. */
export type ChoiceRequest = Pick<GenerationRequest, "maxTokens" | "echo" | "logprobs" | "passesProperties">;

export type ChoiceDialect = Pick<Dialect, "finishReasons" | "endTokens">;

/** A part of a choice: a delta without the numbers of its tokens. */
export type ChoicePart = Omit<TextDelta, "tokens"> | Omit<FinalDelta, "tokens" | "promptTokens">;

/** Reads the parts of one choice. */
export class ChoiceReader {
  /** The text so far that was generated. */
  readonly text: KeptText = new KeptText();
  /** True if the last part of it was not empty. */
  endsWithText = false;
  /** True if `max_tokens` has ended it. */
  isFull = false;
  /** True if the server sent more than `max_tokens` can be, so that the rest was cut off. */
  isCut = false;
  readonly #index: number;
  readonly #request: ChoiceRequest;
  readonly #dialect: ChoiceDialect;
  readonly #logprobs: LogprobsReader | undefined;
  readonly #echo: EchoReader | undefined;
  /** The UTF-16 code units that `max_tokens` still leaves room for. */
  #room: number;
  /** True if any text has arrived, be it generated or echoed. */
  #hasText = false;
  /** The first half of a surrogate pair at the end of the text so far. */
  #half = "";
  /** The finish reason, once it has ended. */
  #end: CompletionFinishReason | undefined;

  constructor(
    index: number,
    { prompt }: Pick<ListedPrompt, "prompt">,
    request: ChoiceRequest,
    dialect: ChoiceDialect,
  ) {
    const { maxTokens, echo = false, logprobs } = request;
    this.#index = index;
    this.#room = createRoom(maxTokens);
    this.#request = request;
    this.#dialect = dialect;
    if (logprobs !== undefined || (echo && typeof prompt !== "string")) {
      const echoedTokens = echo ? countMostTokens(prompt) : 0;
      this.#logprobs = new LogprobsReader({ listed: logprobs ?? 0, echo, most: maxTokens + echoedTokens });
    }
    if (echo) this.#echo = createEchoReader(prompt, this.#logprobs);
  }

  get hasEnded(): boolean {
    return this.#end !== undefined;
  }

  /**
   * Reads the next part of a choice that has not ended.
   *
   * @throws HttpError 502 if the part makes no sense, 422 if the server ignored a parameter.
   */
  read(choice: UncheckedChoice): ChoicePart {
    let finishReason = readFinishReason(choice.finish_reason, this.#dialect);
    const sent = this.#hideEndToken(choice);
    const listed = this.#readLogprobs(choice.logprobs);
    const echoed = this.#echo?.read(sent, listed) ?? 0;
    const properties = this.#request.passesProperties ? this.#readProperties(choice) : undefined;
    const generated = this.#completeCharacters(sent.slice(echoed), finishReason !== null);
    const excess = this.#logprobs?.excess ?? 0;
    this.isCut = excess > 0;
    const logprobs = listed && excess > 0 ? cutLogprobs(listed, excess) : listed;
    const ofTokens = excess > 0 ? cutTokens(generated, listed, excess) : generated;
    const fitting = this.#fit(ofTokens, properties !== undefined && echoed === 0);
    if (this.isCut) finishReason = "length";
    const text = sent.slice(0, echoed) + fitting;
    this.text.add(fitting);
    this.endsWithText = fitting !== "";
    this.#hasText ||= text !== "";
    if (finishReason !== null) this.#finish(finishReason);
    return {
      index: this.#index,
      text,
      finishReason,
      ...(logprobs && this.#request.logprobs !== undefined && { logprobs }),
      ...(echoed > 0 && { echoed }),
      ...properties,
    };
  }

  /** Cuts a part of the text to the room that is left for it. */
  #fit(text: string, hasMore: boolean): string {
    if (text === "" && !hasMore) return text;
    const room = this.#room;
    this.#room = takeRoom(room, text);
    if (text.length <= room) return text;
    this.isCut = true;
    return cutText(text, room);
  }

  /**
   * Reads what a server sends for a choice that has ended.
   *
   * @returns `content_filter` if an asynchronous filter has found something in the text; undefined if the choice only repeats
   * its end, or says nothing.
   * @throws HttpError 502 for more text, or any other reason.
   */
  readAfterEnd(choice: UncheckedChoice): "content_filter" | undefined {
    const text = this.#hideEndToken(choice);
    const reason = readFinishReason(choice.finish_reason, this.#dialect);
    if (this.#end !== undefined && repeatsEnd({ text, finish_reason: reason }, this.#end)) return undefined;
    if (text !== "" || reason !== "content_filter") {
      throw invalidUpstreamResponse("a choice that had already ended");
    }
    this.#end = reason;
    return reason;
  }

  /**
   * Holds back half a character at the end of a part, because the other half is in the next part.
   *
   * @throws HttpError 502 for half a character elsewhere: the text could not be written in UTF-8.
   */
  #completeCharacters(part: string, isLast: boolean): string {
    const text = this.#half + part;
    this.#half = "";
    if (text.isWellFormed()) return text;
    const end = isLast ? text.length : text.length - 1;
    if (!text.slice(0, end).isWellFormed()) throw invalidUpstreamResponse("a text with half a character");
    this.#half = text.slice(end);
    return text.slice(0, end);
  }

  #hideEndToken({ text, finish_reason: reason }: UncheckedChoice): string {
    return typeof reason === "string" && this.#dialect.endTokens?.has(reason) ? "" : text;
  }

  /** Reads the properties that are not in the contract. Log probabilities are among them if only an extra parameter asks for them. */
  #readProperties(choice: UncheckedChoice): Pick<TextDelta, "extra"> | undefined {
    const { text: _text, index: _index, finish_reason: _reason, logprobs, ...others } = choice;
    const extra = this.#logprobs === undefined && logprobs ? { ...others, logprobs } : others;
    return Object.keys(extra).length > 0 ? { extra } : undefined;
  }

  #readLogprobs(listed: unknown): CompletionLogprobs | undefined {
    return listed === undefined || listed === null ? undefined : this.#logprobs?.read(listed);
  }

  #finish(finishReason: CompletionFinishReason): void {
    this.#end = finishReason;
    this.isFull = finishReason === "length";
    // The filter may have removed anything.
    if (finishReason === "content_filter") return;
    if (this.#echo?.isWhole === false) throw notEchoed();
    if (this.#hasText && this.#logprobs?.tokens === 0) {
      throw ignoredParameter("logprobs", this.#request.logprobs, "a choice without log probabilities");
    }
  }
}

/**
 * Reads a server's finish reason. Returns null if the choice has not ended.
 *
 * @throws HttpError 502 for a reason that the dialect does not know: the completion is then not what was asked for.
 */
function readFinishReason(
  reason: unknown,
  { finishReasons }: Pick<Dialect, "finishReasons">,
): CompletionFinishReason | null {
  // Some servers write "" for null.
  if (reason === null || reason === undefined || reason === "") return null;
  const meaning = typeof reason === "string" ? finishReasons.get(reason) : undefined;
  if (meaning === undefined) {
    const name = typeof reason === "string" && /^\w{1,40}$/.test(reason) ? reason : typeof reason;
    throw invalidUpstreamResponse(`the finish reason ${JSON.stringify(name)}`);
  }
  return meaning;
}

/** Returns the most tokens that a prompt can have: one for each byte. */
function countMostTokens(prompt: ListedPrompt["prompt"]): number {
  const added = 16;
  return added + (typeof prompt === "string" ? Buffer.byteLength(prompt) : prompt.length);
}
