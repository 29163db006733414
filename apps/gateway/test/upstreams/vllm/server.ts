import { randomBytes } from "node:crypto";
import type { EngineServer } from "../engine-server.ts";
import { readRequest } from "../read-request.ts";

const supported = ["n", "echo", "logprobs", "logit_bias"] as const;

export const vllm: EngineServer = {
  read(body) {
    const { seed, ...request } = readRequest(body, { maxTokens: 16 }, supported);
    // A seed of -1 means no seed.
    return seed === undefined || seed === -1 ? request : { ...request, seed };
  },
  createId: () => `cmpl-${randomBytes(8).toString("hex")}`,
};
