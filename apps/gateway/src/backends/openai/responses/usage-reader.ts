import type { Dialect } from "../dialect.ts";
import { readUsage, type Usage } from "./usage.ts";

/** The parts of a chunk that decide what its usage covers. */
export interface UsagePlace {
  /** The index of the choice that ends in the chunk; undefined if none or several do. */
  readonly ended: number | undefined;
  /** True if the chunk has no choices. */
  readonly isAlone: boolean;
  /** True if all choices have ended, in this chunk or before. */
  readonly isLast: boolean;
}

/** Reads the usage of a completion from its chunks. */
export class UsageReader {
  readonly #choices: number;
  readonly #choicesPerPrompt: number;
  readonly #streamUsage: Dialect["streamUsage"];
  /** From a chunk of its own: nothing is more reliable. */
  #own: Usage | undefined;
  /** From a chunk with choices, once all have ended. */
  #beside: Usage | undefined;
  /** The sum of the usages that came with the ends of choices, one for each. */
  #sum: Usage = { promptTokens: 0, completionTokens: 0 };
  #summed = 0;

  constructor(choices: number, choicesPerPrompt: number, streamUsage: Dialect["streamUsage"]) {
    this.#choices = choices;
    this.#choicesPerPrompt = choicesPerPrompt;
    this.#streamUsage = streamUsage;
  }

  /**
   * The usage so far. Servers that report one for each choice are recognized: llama.cpp does, also behind a proxy. Undefined if
   * there is none, or if that of a choice is missing.
   */
  get usage(): Usage | undefined {
    if (this.#own) return this.#own;
    if (this.#choices === 1) return this.#beside;
    if (this.#summed === this.#choices) return this.#sum;
    return this.#streamUsage === "each-choice" ? undefined : this.#beside;
  }

  /** True if any usage has arrived, even that of a single choice. */
  get hasAny(): boolean {
    return this.#summed > 0 || this.usage !== undefined;
  }

  /** True if the usage has arrived. A requested usage is preliminary while it comes with a choice, such as Ollama's zeros. */
  get isFinal(): boolean {
    return this.#own !== undefined || (this.#beside !== undefined && this.#streamUsage !== "asked");
  }

  /** Reads the usage of the next chunk. Numbers that make no sense do not replace others. */
  read(value: unknown, { ended, isAlone, isLast }: UsagePlace): void {
    const usage = readUsage(value);
    if (!usage) return;
    if (ended !== undefined) this.#add(usage, ended);
    if (!isLast) return;
    if (isAlone) this.#own = usage;
    else this.#beside = usage;
  }

  /** Adds the usage of one choice. All choices of a prompt report the tokens of that prompt. */
  #add({ promptTokens, completionTokens }: Usage, index: number): void {
    const isFirst = index % this.#choicesPerPrompt === 0;
    this.#sum = {
      promptTokens: this.#sum.promptTokens + (isFirst ? promptTokens : 0),
      completionTokens: this.#sum.completionTokens + completionTokens,
    };
    this.#summed += 1;
  }
}
