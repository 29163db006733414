import { randomUUID } from "node:crypto";
import type { EngineServer } from "../engine-server.ts";
import { readRequest } from "../read-request.ts";

const supported = ["n", "echo", "logprobs", "logit_bias"] as const;

export const sglang: EngineServer = {
  read(body) {
    // Seeds are ignored.
    const { seed: _, ...request } = sglangWithSeeds.read(body);
    return request;
  },
  createId: () => randomUUID().replaceAll("-", ""),
  idEachPrompt: true,
  writeLogprobs: (logprobs) => ({ ...logprobs, text_offset: logprobs.text_offset.map(() => -1) }),
};

/** SGLang started with `--enable-deterministic-inference`. */
export const sglangWithSeeds: EngineServer = {
  ...sglang,
  read: (body) => readRequest(body, { maxTokens: 16 }, supported),
};
