import { randomUUID } from "node:crypto";
import type { EngineServer } from "../engine-server.ts";
import { readRequest } from "../read-request.ts";

/** As it is with `--enable-deterministic-inference`. */
export const sglang: EngineServer = {
  read: (body) => readRequest(body, { maxTokens: 16 }),
  makeId: () => randomUUID().replaceAll("-", ""),
  idEachPrompt: true,
};

/** As it is without: seeds mean nothing. */
export const sglangByDefault: EngineServer = {
  ...sglang,
  read(body) {
    const { seed: _, ...request } = sglang.read(body);
    return request;
  },
};
