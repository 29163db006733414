import { randomBytes } from "node:crypto";
import type { EngineServer } from "../engine-server.ts";
import { readRequest } from "../read-request.ts";

export const openai: EngineServer = {
  read: (body) =>
    readRequest(body, { maxTokens: 16 }, ["n", "best_of", "echo", "logprobs", "logit_bias", "suffix"]),
  // The offsets count from the start of the prompt, even if it is not echoed.
  writeLogprobs: (logprobs) => ({
    ...logprobs,
    text_offset: logprobs.text_offset.map((offset) => offset + 7),
  }),
  createId: () => `cmpl-${randomBytes(12).toString("hex")}`,
};
