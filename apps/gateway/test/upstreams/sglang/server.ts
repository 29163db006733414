import { randomUUID } from "node:crypto";
import type { EngineServer } from "../engine-server.ts";
import { readRequest } from "../read-request.ts";

export const sglang: EngineServer = {
  read(body) {
    // Seeds mean nothing.
    const { seed: _, ...request } = sglangWithSeeds.read(body);
    return request;
  },
  makeId: () => randomUUID().replaceAll("-", ""),
  idEachPrompt: true,
};

/** As it is with `--enable-deterministic-inference`. */
export const sglangWithSeeds: EngineServer = {
  ...sglang,
  read: (body) => readRequest(body, { maxTokens: 16 }),
};
