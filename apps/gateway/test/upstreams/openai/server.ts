import { randomBytes } from "node:crypto";
import type { EngineServer } from "../engine-server.ts";
import { readRequest } from "../read-request.ts";

export const openai: EngineServer = {
  read: (body) => readRequest(body, { maxTokens: 16 }),
  createId: () => `cmpl-${randomBytes(12).toString("hex")}`,
};
