import { randomBytes } from "node:crypto";
import type { EngineServer } from "../engine-server.ts";
import { readRequest, unlimited, withSeedOf32Bits } from "../read-request.ts";

export const llamaCpp: EngineServer = {
  read(body) {
    const maxTokens = body.n_predict ?? body.max_completion_tokens ?? body.max_tokens ?? -1;
    const request = readRequest(body, { maxTokens: unlimited, temperature: 0.8, topP: 0.95 });
    // Without a limit the context length ends the text.
    const limit = maxTokens < 0 ? unlimited : Math.min(maxTokens, unlimited);
    return withSeedOf32Bits({ ...request, maxTokens: limit });
  },
  createId: () => `chatcmpl-${randomBytes(16).toString("hex")}`,
  countsFirstOnly: true,
};
