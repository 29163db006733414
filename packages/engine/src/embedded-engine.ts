import { contextLengthExceeded } from "@completions-api/protocol";
import { Choice } from "./choice.ts";
import type { Delta, Engine, EngineRequest } from "./engine.ts";
import type { LanguageModel } from "./language-model.ts";
import { readPrompt } from "./read-prompt.ts";
import { compileStopPatterns } from "./stop-matcher.ts";
import { TimeSlices } from "./time-slices.ts";

/** Most tokens that a prompt and its completion may have together. */
const MAXIMUM_CONTEXT_LENGTH = 8192;

/** An engine that runs a {@link LanguageModel} in this process. Extra parameters mean nothing to it. */
export class EmbeddedEngine implements Engine {
  readonly model = "moby-dick";
  readonly fingerprint: string;
  readonly #model: LanguageModel;

  constructor(model: LanguageModel) {
    this.fingerprint = model.fingerprint;
    this.#model = model;
  }

  async *generate(request: EngineRequest, signal: AbortSignal): AsyncGenerator<Delta, void, void> {
    signal.throwIfAborted();
    const slices = new TimeSlices(signal);
    const choices = await this.#begin(request, slices);
    while (choices.size > 0) {
      // A token each in turn, so that several choices grow alike.
      for (const choice of choices) {
        const delta = choice.next();
        if (delta !== undefined) {
          if (delta.finishReason !== null) {
            choices.delete(choice);
          }
          yield delta;
          signal.throwIfAborted();
        }
        if (slices.over) {
          await slices.next();
        }
      }
    }
  }

  async #begin(request: EngineRequest, slices: TimeSlices): Promise<Set<Choice>> {
    const { prompts, maxTokens } = request;
    const stop = compileStopPatterns(request.stop);
    const choices = new Set<Choice>();
    for (const [index, listed] of prompts.entries()) {
      const prompt = await readPrompt(listed, slices);
      if (prompt.length + maxTokens > MAXIMUM_CONTEXT_LENGTH) {
        const contextLength = MAXIMUM_CONTEXT_LENGTH;
        throw contextLengthExceeded({ promptTokens: prompt.length, maxTokens, contextLength });
      }
      choices.add(new Choice({ index, prompt, request, stop, model: this.#model }));
      if (slices.over) {
        await slices.next();
      }
    }
    return choices;
  }
}
