import { textsOfAnswer } from "../asker.ts";
import type { Probe } from "../probe.ts";
import { acceptsParameter } from "./accepts-parameter.ts";

/** Sends a prompt of two tokens, which the vocabulary of every usual model has. */
export const tokenPrompts: Probe = acceptsParameter({
  capability: "token-prompts",
  body: { prompt: [464, 17_369] },
  parameter: /\b(prompts?|tokens?)\b/i,
  describe: (answer) => `${textsOfAnswer(answer)?.length ?? 0} of 1 choices`,
});
