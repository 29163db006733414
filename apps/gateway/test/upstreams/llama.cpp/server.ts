import { randomBytes } from "node:crypto";
import type { EngineServer } from "../engine-server.ts";
import type { JsonObject } from "../exchanges.ts";
import { readRequest, unlimited, withSeedOf32Bits } from "../read-request.ts";

const supported = ["n", "logprobs", "logit_bias"] as const;

/** Writes a token as its text, and as its bytes, because a token may be a part of a character. */
function toToken(token: string, logprob: number | null): JsonObject {
  const isPart = /^bytes:(?:\\x[\da-f]{2})+$/.test(token);
  const bytes = isPart ? Buffer.from(token.replaceAll(/bytes:|\\x/g, ""), "hex") : Buffer.from(token);
  return { id: 1, token: isPart ? "\ufffd" : token, bytes: [...bytes], logprob };
}

/** Reads a number of tokens as the server does: into 32 bits, and 0 as 1. Without a limit the context length ends the text. */
function readLimit(tokens: number): number {
  const bits = tokens | 0;
  return bits < 0 ? unlimited : Math.min(Math.max(bits, 1), unlimited);
}

export const llamaCpp: EngineServer = {
  read(body) {
    const maxTokens = body.n_predict ?? body.max_completion_tokens ?? body.max_tokens ?? -1;
    const request = readRequest(body, { maxTokens: unlimited, temperature: 0.8, topP: 0.95 }, supported);
    return withSeedOf32Bits({ ...request, maxTokens: readLimit(maxTokens) });
  },
  createId: () => `chatcmpl-${randomBytes(16).toString("hex")}`,
  countsFirstOnly: true,
  streamsNulls: true,
  writeLogprobs: ({ tokens, token_logprobs, top_logprobs }) => ({
    content: tokens.map((token, place) => ({
      ...toToken(token, token_logprobs[place] ?? null),
      top_logprobs: Object.entries(top_logprobs[place] ?? {}).map(([other, logprob]) =>
        toToken(other, logprob),
      ),
    })),
  }),
};
