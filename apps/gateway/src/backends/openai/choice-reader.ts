import type { FinalDelta, TextDelta } from "@completions-api/engine";
import { type ListedPrompt, repeatsEnd } from "@completions-api/protocol";
import type { CompletionFinishReason } from "@completions-api/types";
import type { CompletionLogprobs } from "@completions-api/types/openai";
import type { GenerationRequest } from "../backend.ts";
import { ignoredParameter, invalidUpstreamResponse } from "../upstream-error.ts";
import type { Dialect } from "./dialect.ts";
import { createEchoReader, type EchoReader, notEchoed } from "./echo.ts";
import { LogprobsReader } from "./logprobs.ts";

/** A choice of a chunk. Only its text has been checked. */
export interface UncheckedChoice {
  readonly text: string;
  readonly index?: unknown;
  readonly finish_reason?: unknown;
  readonly logprobs?: unknown;
}

/** The parts of a request that decide how the choices of its response are read. */
export type ChoiceRequest = Pick<GenerationRequest, "echo" | "logprobs" | "passesProperties">;

export type ChoiceDialect = Pick<Dialect, "finishReasons" | "endTokens">;

/** A part of a choice: a delta without the numbers of its tokens. */
export type ChoicePart = Omit<TextDelta, "tokens"> | Omit<FinalDelta, "tokens" | "promptTokens">;

/** Reads the parts of one choice. */
export class ChoiceReader {
  /** The text so far that was generated. */
  text = "";
  /** True if `max_tokens` has ended it. */
  isFull = false;
  readonly #index: number;
  readonly #request: ChoiceRequest;
  readonly #dialect: ChoiceDialect;
  readonly #logprobs: LogprobsReader | undefined;
  readonly #echo: EchoReader | undefined;
  /** True if any text has arrived, be it generated or echoed. */
  #hasText = false;
  /** The finish reason, once it has ended. */
  #end: CompletionFinishReason | undefined;

  constructor(
    index: number,
    { prompt }: Pick<ListedPrompt, "prompt">,
    request: ChoiceRequest,
    dialect: ChoiceDialect,
  ) {
    const { echo = false, logprobs } = request;
    this.#index = index;
    this.#request = request;
    this.#dialect = dialect;
    if (logprobs !== undefined || (echo && typeof prompt !== "string")) {
      this.#logprobs = new LogprobsReader({ listed: logprobs ?? 0, echo });
    }
    if (echo) this.#echo = createEchoReader(prompt, this.#logprobs);
  }

  /**
   * Reads the next part. Returns undefined for one that only repeats the end.
   *
   * @throws HttpError 502 if the part makes no sense, 422 if the server ignored a parameter.
   */
  read(choice: UncheckedChoice): ChoicePart | undefined {
    const { text, finish_reason: reason, index: _, logprobs: listed, ...others } = choice;
    const { endTokens } = this.#dialect;
    const visible = typeof reason === "string" && endTokens?.has(reason) ? "" : text;
    const finishReason = readFinishReason(reason, this.#dialect);
    if (this.#end !== undefined) {
      if (repeatsEnd({ text: visible, finish_reason: finishReason }, this.#end)) return undefined;
      throw invalidUpstreamResponse("a choice that had already ended");
    }
    const logprobs = this.#readLogprobs(listed);
    const echoed = this.#echo?.read(visible, logprobs) ?? 0;
    this.text += visible.slice(echoed);
    this.#hasText ||= visible !== "";
    if (finishReason !== null) this.#finish(finishReason);
    return {
      index: this.#index,
      text: visible,
      finishReason,
      ...(logprobs && this.#request.logprobs !== undefined && { logprobs }),
      ...(echoed > 0 && { echoed }),
      ...(this.#request.passesProperties && Object.keys(others).length > 0 && { extra: others }),
    };
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
