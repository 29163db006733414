import type { Delta } from "@completions-api/engine";
import type { GenerationRequest } from "../backend.ts";
import { ignoredParameter, invalidUpstreamResponse } from "../upstream-error.ts";
import {
  type ChoiceDialect,
  type ChoicePart,
  ChoiceReader,
  type ChoiceRequest,
  type UncheckedChoice,
} from "./choice-reader.ts";
import type { Dialect } from "./dialect.ts";
import { readUsage, type Usage } from "./usage.ts";

/** A response, or an event of a stream. Only its `choices` and their texts have been checked. */
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

/** Reads a server's chunks into deltas. Holds the last delta back until the usage has arrived, too. */
export class ChunkReader {
  /** The server's `system_fingerprint`, once a chunk had one. */
  fingerprint: string | undefined;
  /** Set once the completion is whole. */
  end: CompletionEnd | undefined;
  readonly choices: readonly ChoiceReader[];
  readonly #choicesPerPrompt: number;
  readonly #streamUsage: Dialect["streamUsage"];
  #open: number;
  #last: CompletionEnd["delta"] | undefined;
  #usage: Usage | undefined;

  constructor(
    request: ChoiceRequest & Pick<GenerationRequest, "prompts" | "n">,
    dialect: ChoiceDialect & Pick<Dialect, "streamUsage">,
  ) {
    const { prompts, n = 1 } = request;
    this.#choicesPerPrompt = n;
    this.#streamUsage = dialect.streamUsage;
    this.choices = prompts.flatMap((prompt, position) =>
      Array.from({ length: n }, (_, i) => new ChoiceReader(position * n + i, prompt, request, dialect)),
    );
    this.#open = this.choices.length;
  }

  /** True if every choice has ended and the usage has arrived. */
  get isWhole(): boolean {
    return this.#open === 0 && this.#usage !== undefined;
  }

  /**
   * Reads the next chunk, and appends its deltas to `deltas`.
   *
   * @throws HttpError 502 if the chunk makes no sense.
   */
  read({ choices, usage, system_fingerprint: fingerprint }: UncheckedChunk, deltas: Delta[]): void {
    if (typeof fingerprint === "string" && fingerprint !== "") this.fingerprint ??= fingerprint;
    const streamUsage = this.#streamUsage;
    for (const choice of choices) {
      const part = this.#readChoice(choice);
      if (part === undefined) continue;
      const hasEnded = this.#add(part, deltas);
      if (hasEnded && streamUsage === "each-choice") this.#addUsage(readUsage(usage), part);
    }
    if (this.#open > 0) return;
    if (streamUsage !== "each-choice") this.#usage = readUsage(usage) ?? this.#usage;
    // Usage that was asked for is preliminary while it stands beside a choice, such as Ollama's zeros.
    if (this.#usage && (streamUsage !== "asked" || choices.length === 0)) this.finish();
  }

  /**
   * Ends the completion: no more chunks follow.
   *
   * @throws HttpError 502 if a choice has not ended, 422 if the server ignored `n`.
   */
  finish(): void {
    if (!this.#last) {
      const what = `a completion with ${this.#open} choices that have not ended`;
      const n = this.#choicesPerPrompt;
      const ended = this.choices.length - this.#open;
      if (n > 1 && ended * n === this.choices.length) throw ignoredParameter("n", n, what);
      throw invalidUpstreamResponse(what);
    }
    this.end = { delta: this.#last, usage: this.#usage };
  }

  #readChoice(choice: UncheckedChoice): ChoicePart | undefined {
    const reader = typeof choice.index === "number" ? this.choices[choice.index] : undefined;
    if (reader === undefined) throw invalidUpstreamResponse("a choice without a prompt");
    return reader.read(choice);
  }

  /** Adds a part of a choice to the deltas. Returns whether this ended the choice. */
  #add(part: ChoicePart, deltas: Delta[]): boolean {
    if (part.finishReason === null) {
      if (part.text !== "" || part.logprobs || part.extra) deltas.push({ ...part, tokens: 0 });
      return false;
    }
    this.#open -= 1;
    if (this.#open > 0) deltas.push({ ...part, tokens: 0, promptTokens: 0 });
    else this.#last = part;
    return true;
  }

  /** Adds the usage of one choice. All choices of a prompt report the tokens of that prompt. */
  #addUsage(usage: Usage | undefined, { index }: ChoicePart): void {
    if (!usage) return;
    const { promptTokens, completionTokens } = this.#usage ?? { promptTokens: 0, completionTokens: 0 };
    const isFirst = index % this.#choicesPerPrompt === 0;
    this.#usage = {
      promptTokens: promptTokens + (isFirst ? usage.promptTokens : 0),
      completionTokens: completionTokens + usage.completionTokens,
    };
  }
}
