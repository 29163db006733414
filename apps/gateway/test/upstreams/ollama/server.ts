import { randomInt } from "node:crypto";
import type { EngineServer } from "../engine-server.ts";
import { readRequest, unlimited, withSeedOf32Bits } from "../read-request.ts";

export const ollama: EngineServer = {
  read(body) {
    const request = readRequest(body, { maxTokens: unlimited });
    return withSeedOf32Bits({
      ...request,
      // A prompt that is too long loses its beginning, silently.
      prompts: request.prompts.map(({ prompt, loc }) => ({ prompt: prompt.slice(-6000), loc })),
      maxTokens: request.maxTokens < 0 ? unlimited : Math.min(request.maxTokens, unlimited),
      topP: request.topP === 0 ? 1 : request.topP,
    });
  },
  makeId: () => `cmpl-${randomInt(999)}`,
  async *generate(model, request, signal) {
    const [first] = request.prompts;
    // Nothing to complete: it has only loaded the model.
    if (first?.prompt === "") yield { index: 0, text: "", tokens: 0, finishReason: "load", promptTokens: 0 };
    else yield* model.generate(request, signal);
  },
};
