import type { Delta } from "@completions-api/engine";
import type { GenerationRequest } from "../../backend.ts";
import { invalidUpstreamResponse } from "../../upstream-error.ts";
import type { Dialect } from "../dialect.ts";
import { ignoredParameter, indistinctPrompts } from "../errors/not-supported.ts";
import {
  type ChoiceDialect,
  type ChoicePart,
  ChoiceReader,
  type ChoiceRequest,
  type UncheckedChoice,
} from "./choice-reader.ts";
import { endsWithRepetition } from "./repetition.ts";
import type { Usage } from "./usage.ts";
import { UsageReader } from "./usage-reader.ts";

/** A response, or an event of a stream. Only its `choices`, their indexes and their texts have been checked. */
export interface UncheckedChunk {
  readonly choices: readonly UncheckedChoice[];
  readonly usage?: unknown;
  readonly system_fingerprint?: unknown;
}

/** The end of a completion. */
export interface CompletionEnd {
  /** The last delta, without its tokens. */
  readonly delta: Extract<ChoicePart, { readonly finishReason: string }>;
  /** Undefined if the server sent none. */
  readonly usage: Usage | undefined;
}

type ChunkDialect = ChoiceDialect & Pick<Dialect, "streamUsage" | "endsRepetition" | "mayConfuseChoices">;

/** Reads a server's chunks into deltas. Holds the last delta back until the usage has arrived, too. */
export class ChunkReader {
  /** The server's `system_fingerprint`, once a chunk had one. */
  fingerprint: string | undefined;
  /** Set once the completion is whole. */
  end: CompletionEnd | undefined;
  /** True if the server sent more of a choice than `max_tokens` can be, so that the rest was cut off. */
  isCut = false;
  readonly choices: readonly ChoiceReader[];
  readonly #prompts: GenerationRequest["prompts"];
  readonly #choicesPerPrompt: number;
  readonly #dialect: ChunkDialect;
  #open: number;
  #last: CompletionEnd["delta"] | undefined;
  readonly #usage: UsageReader;
  /** The deltas of a choice that may turn out to be several choices with one index. */
  #held: Delta[] | undefined;

  constructor(request: ChoiceRequest & Pick<GenerationRequest, "prompts" | "n">, dialect: ChunkDialect) {
    const { prompts, n = 1 } = request;
    this.#prompts = prompts;
    this.#choicesPerPrompt = n;
    this.#dialect = dialect;
    const readers: ChoiceReader[] = [];
    for (const prompt of prompts)
      for (let i = 0; i < n; i += 1) readers.push(new ChoiceReader(readers.length, prompt, request, dialect));
    this.choices = readers;
    this.#open = this.choices.length;
    this.#usage = new UsageReader(this.#open, n, dialect.streamUsage);
    if (this.#open > 1 && dialect.mayConfuseChoices) this.#held = [];
  }

  /** True if the server may have ended the completion without `[DONE]`: no text can be missing. */
  get mayEnd(): boolean {
    return this.#open === 0 || this.#endsWithRepetition || (this.#ignoresChoices && this.#usage.hasAny);
  }

  /** True if one choice for each prompt has ended, although more were asked for. */
  get #ignoresChoices(): boolean {
    const n = this.#choicesPerPrompt;
    return n > 1 && (this.choices.length - this.#open) * n === this.choices.length;
  }

  /** True if a choice that has not ended is one that its server ends without a finish reason. */
  get #endsWithRepetition(): boolean {
    const [choice, ...others] = this.choices;
    if (!this.#dialect.endsRepetition || this.#open === 0 || others.length > 0) return false;
    // An empty text at the end is how Ollama reports a failure.
    return choice?.endsWithText === true && endsWithRepetition(choice.text.end());
  }

  /**
   * Reads the next chunk, and appends its deltas to `deltas`.
   *
   * @throws HttpError 502 if the chunk makes no sense, 422 if the server does not tell the choices apart.
   */
  read({ choices, usage, system_fingerprint: fingerprint }: UncheckedChunk, deltas: Delta[]): void {
    if (typeof fingerprint === "string" && fingerprint !== "") this.fingerprint ??= fingerprint;
    if (choices.length > 1) checkTexts(choices);
    const open = this.#open;
    let ended: number | undefined;
    for (const choice of choices) {
      const part = this.#readChoice(choice, deltas);
      if (part === undefined) continue;
      this.#add(part, this.#held ?? deltas);
      if (part.finishReason === null) continue;
      ended = part.index;
      this.isCut ||= this.choices[ended]?.isCut === true;
    }
    const isLast = this.#open === 0;
    if (open - this.#open !== 1) ended = undefined;
    if (isLast || ended !== undefined)
      this.#usage.read(usage, { ended, isLast, isAlone: choices.length === 0 });
    // A server that goes on after `max_tokens` may never send the usage.
    if (isLast && (this.#usage.isFinal || this.isCut)) this.finish();
  }

  /**
   * Ends the completion: no more chunks follow.
   *
   * @throws HttpError 502 if a choice has not ended, 422 if the server ignored `n`.
   */
  finish(): void {
    if (this.#endsWithRepetition) {
      this.#last = { index: 0, text: "", finishReason: "stop" };
      this.#open = 0;
    }
    if (!this.#last) {
      const what = `a completion with ${this.#open} choices that have not ended`;
      const n = this.#choicesPerPrompt;
      if (this.#ignoresChoices) throw ignoredParameter("n", n, what);
      if (this.#open < this.choices.length && this.#held) throw this.#createMixedError();
      throw invalidUpstreamResponse(what);
    }
    this.end = { delta: this.#last, usage: this.#usage.usage };
  }

  #readChoice(choice: UncheckedChoice, deltas: Delta[]): ChoicePart | undefined {
    const reader = typeof choice.index === "number" ? this.choices[choice.index] : undefined;
    if (reader === undefined) throw invalidUpstreamResponse("a choice without a prompt");
    if (this.#held) this.#release(choice, reader, deltas);
    if (reader.isCut) return undefined;
    if (!reader.hasEnded) return reader.read(choice);
    const reason = reader.readAfterEnd(choice);
    if (reason === undefined) return undefined;
    // An end that has not been sent yet can still be changed, whatever its finish reason.
    const last = this.#last;
    if (last === undefined || last.index !== choice.index)
      throw invalidUpstreamResponse("another reason for the end of a choice");
    this.#last = { ...last, finishReason: reason };
    return undefined;
  }

  /** Releases the deltas that are held once there is a second choice. */
  #release({ index, text }: UncheckedChoice, reader: ChoiceReader, deltas: Delta[]): void {
    const [first] = this.#held ?? [];
    if (first === undefined || first.index === index) {
      if (reader.hasEnded && text !== "") throw this.#createMixedError();
      return;
    }
    for (const delta of this.#held ?? []) deltas.push(delta);
    this.#held = undefined;
  }

  /** Creates the 422 for a server that gives all choices of a stream one index, so that their texts cannot be told apart. */
  #createMixedError(): Error {
    const n = this.#choicesPerPrompt;
    const what = "several choices with one index";
    return n > 1 ? ignoredParameter("n", n, what) : indistinctPrompts(this.#prompts, what);
  }

  /** Adds a part of a choice to the deltas. */
  #add(part: ChoicePart, deltas: Delta[]): void {
    if (part.finishReason === null) {
      if (part.text !== "" || part.logprobs || part.extra) deltas.push({ ...part, tokens: 0 });
      return;
    }
    this.#open -= 1;
    if (this.#open > 0) deltas.push({ ...part, tokens: 0, promptTokens: 0 });
    else this.#last = part;
  }
}

/** @throws HttpError 502 if two texts in one chunk have the same index: nothing says how they belong together. */
function checkTexts(choices: readonly UncheckedChoice[]): void {
  const indexes = choices.flatMap(({ text, index }) => (text === "" ? [] : [index]));
  if (new Set(indexes).size < indexes.length) throw invalidUpstreamResponse("two texts for one choice");
}
