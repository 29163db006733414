import { randomInt } from "node:crypto";
import type { EngineServer } from "../engine-server.ts";
import { readRequest, unlimited, withSeedOf32Bits } from "../read-request.ts";

export const ollama: EngineServer = {
  read(body) {
    const request = readRequest({ ...body, prompt: body.prompt ?? "" }, { maxTokens: unlimited });
    return withSeedOf32Bits({
      ...request,
      // A prompt that is too long silently loses its beginning.
      prompts: request.prompts.map(({ prompt, loc }) => ({ prompt: prompt.slice(-6000), loc })),
      maxTokens: request.maxTokens < 0 ? unlimited : Math.min(request.maxTokens, unlimited),
      topP: request.topP === 0 ? 1 : request.topP,
    });
  },
  createId: () => `cmpl-${randomInt(999)}`,
  async *generate(model, request, signal) {
    const [first] = request.prompts;
    // For an empty prompt it only loads the model.
    if (first?.prompt === "") yield { index: 0, text: "", tokens: 0, finishReason: "load", promptTokens: 0 };
    else yield* model.generate(request, signal);
  },
};
