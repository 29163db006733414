import { randomUUID } from "node:crypto";
import type { EngineServer } from "../engine-server.ts";
import { readRequest } from "../read-request.ts";

export const sglang: EngineServer = {
  read(body) {
    // Seeds are ignored.
    const { seed: _, ...request } = sglangWithSeeds.read(body);
    return request;
  },
  createId: () => randomUUID().replaceAll("-", ""),
  idEachPrompt: true,
};

/** SGLang started with `--enable-deterministic-inference`. */
export const sglangWithSeeds: EngineServer = {
  ...sglang,
  read: (body) => readRequest(body, { maxTokens: 16 }),
};
