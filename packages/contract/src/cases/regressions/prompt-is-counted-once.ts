import { ask } from "../../case-helpers/ask.ts";
import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

const request = { prompt: "The whale and the ship", max_tokens: 1 };

export const promptIsCountedOnce: ContractCase = {
  id: "prompt-is-counted-once",
  title: "`prompt_tokens` counts a prompt once, however many choices it has",
  level: "should",
  faces: ["openai"],
  sources: [
    {
      report: "https://github.com/openai/openai-python/issues/155",
      says: "somebody measured that the prompt's tokens do not grow with `n`, and asked for that to be documented",
    },
    {
      report: "https://github.com/llm-d/llm-d-inference-sim/pull/537",
      says: "a server had to learn to count the prompt once for all choices",
    },
  ],
  covers: ["#/components/schemas/CompletionUsage/properties/prompt_tokens"],
  run: async (target) => {
    const once = (await ask(target, request)).usage?.prompt_tokens;
    const twice = (await ask(target, { ...request, n: 2 })).usage?.prompt_tokens;
    expectThat(once === twice, `${once} prompt_tokens, as for one choice`, twice);
  },
};
