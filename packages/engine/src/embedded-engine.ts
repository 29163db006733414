import { readFile } from "node:fs/promises";
import { contextLengthExceeded } from "@completions-api/protocol";
import { ChoiceGenerator } from "./choice-generator.ts";
import type { Delta, Engine, EngineRequest } from "./engine.ts";
import { EventLoopSlice } from "./event-loop-slice.ts";
import { LanguageModel } from "./language-model.ts";
import { compileStopPatterns } from "./stop-matcher.ts";
import { tokenizePrompt } from "./tokenize-prompt.ts";

/** The largest number of tokens in a prompt and its completion together. */
const MAXIMUM_CONTEXT_LENGTH = 8192;

// The path is the same from `src` and from `dist`.
const builtModelFile = new URL("../dist/model.bin", import.meta.url);

/**
 * Loads the embedded engine.
 *
 * @param modelFile by default the model that is built with this package.
 * @throws Error if the model file is missing or damaged.
 */
export async function loadEmbeddedEngine(modelFile: URL = builtModelFile): Promise<EmbeddedEngine> {
  try {
    return new EmbeddedEngine(new LanguageModel(await readFile(modelFile)));
  } catch (cause) {
    const message =
      "The language model is missing or damaged. Run the script `build` of @completions-api/engine.";
    throw new Error(message, { cause });
  }
}

/** An engine that runs a {@link LanguageModel} in this process. It ignores extra parameters. */
export class EmbeddedEngine implements Engine {
  readonly model = "moby-dick";
  readonly capabilities = ["n"] as const;
  readonly fingerprint: string;
  readonly #model: LanguageModel;

  constructor(model: LanguageModel) {
    this.fingerprint = model.fingerprint;
    this.#model = model;
  }

  async *generate(request: EngineRequest, signal: AbortSignal): AsyncGenerator<Delta, void, void> {
    signal.throwIfAborted();
    const slice = new EventLoopSlice(signal);
    const generators = await this.#createGenerators(request, slice);
    while (generators.size > 0) {
      // Each choice gets one token in turn, so that all of them advance at the same pace.
      for (const generator of generators) {
        const delta = generator.next();
        if (delta !== undefined) {
          if (delta.finishReason !== null) {
            generators.delete(generator);
          }
          yield delta;
          signal.throwIfAborted();
        }
        if (slice.expired) {
          await slice.yield();
        }
      }
    }
  }

  async #createGenerators(request: EngineRequest, slice: EventLoopSlice): Promise<Set<ChoiceGenerator>> {
    const { prompts, maxTokens, n = 1 } = request;
    const stop = compileStopPatterns(request.stop);
    const generators = new Set<ChoiceGenerator>();
    for (const [place, listed] of prompts.entries()) {
      const prompt = await tokenizePrompt(listed, slice);
      if (prompt.length + maxTokens > MAXIMUM_CONTEXT_LENGTH) {
        const contextLength = MAXIMUM_CONTEXT_LENGTH;
        throw contextLengthExceeded({ promptTokens: prompt.length, maxTokens, contextLength });
      }
      for (let stream = 0; stream < n; stream += 1) {
        const index = place * n + stream;
        generators.add(new ChoiceGenerator({ index, stream, prompt, request, stop, model: this.#model }));
        if (slice.expired) {
          await slice.yield();
        }
      }
    }
    return generators;
  }
}
