import type { Engine, EngineRequest } from "@completions-api/engine";
import type { EngineDelta } from "../engine-server.ts";

/**
 * Generates as TGI does: with an event for each token; a stop sequence ends a text only if it ends exactly with a token,
 * and stays in the text; the token that ends a text by itself has a text, too.
 */
export async function* generateLikeTgi(
  model: Engine,
  request: EngineRequest,
  signal: AbortSignal,
): AsyncGenerator<EngineDelta, void, void> {
  const { stop, maxTokens } = request;
  const choices = request.prompts.map(() => new StoppingText(stop, maxTokens));
  for await (const delta of model.generate({ ...request, stop: [] }, signal)) {
    const { index, text, tokens } = delta;
    const choice = choices[index];
    if (choice === undefined) throw new Error(`There is no choice ${index}.`);
    const isLast = delta.finishReason !== null;
    if (choice.end === undefined) choice.push(text, tokens);
    else if (!isLast) continue;

    // The model reports the prompt's tokens only at its own end.
    if (choice.end !== undefined && isLast) {
      yield { index, ...choice.end, finishReason: "stop_sequence", promptTokens: delta.promptTokens };
    } else if (choice.end === undefined && (!isLast || delta.finishReason === "length")) {
      yield delta;
    } else if (choice.end === undefined && isLast) {
      if (text !== "") yield { index, text, tokens, finishReason: null };
      const uncounted = text === "" ? tokens : 0;
      yield { ...delta, text: "<|endoftext|>", tokens: uncounted + 1, finishReason: "eos_token" };
    }
  }
}

/** The text of a choice, until a stop sequence ends it. */
class StoppingText {
  /** The delta that ended it. */
  end: { readonly text: string; readonly tokens: number } | undefined;
  readonly #stop: readonly string[];
  readonly #maxTokens: number;
  #text = "";
  #tokens = 0;

  constructor(stop: readonly string[], maxTokens: number) {
    this.#stop = stop;
    this.#maxTokens = maxTokens;
  }

  push(text: string, tokens: number): void {
    this.#text += text;
    this.#tokens += tokens;
    // TGI checks the length first.
    if (this.#tokens >= this.#maxTokens) return;
    if (this.#stop.some((sequence) => this.#text.endsWith(sequence))) this.end = { text, tokens };
  }
}
