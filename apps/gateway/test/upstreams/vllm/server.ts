import { randomUUID } from "node:crypto";
import type { EngineServer } from "../engine-server.ts";
import { readRequest } from "../read-request.ts";

export const vllm: EngineServer = {
  read(body) {
    const { seed, ...request } = readRequest(body, { maxTokens: 16 });
    // -1 stands for none.
    return seed === undefined || seed === -1 ? request : { ...request, seed };
  },
  makeId: () => `cmpl-${randomUUID().replaceAll("-", "")}`,
};
