import { briefRequest, completes, refuses } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { under } from "../../case-helpers/spec-pointers.ts";
import { smallTokens } from "../../case-helpers/tokens.ts";
import type { ContractCase } from "../../contract-case.ts";

const [token] = smallTokens;

export const promptWithoutTokens: ContractCase = {
  id: "prompt-without-tokens",
  title: "An empty list of tokens is refused, and a list of one token is not",
  faces: ["completions", "openai"],
  sources: [
    openAICompletions("A prompt is a string, a list of strings, a list of tokens, or a list of token lists."),
  ],
  covers: under("#/components/schemas/Prompt/oneOf", "2/minItems", "3/minItems", "3/items/minItems"),
  needs: ["token-prompts"],
  exchanges: [
    ...[[token], [[token]]].map((prompt) => completes({ ...briefRequest, prompt })),
    refuses({ ...briefRequest, prompt: [] }, "prompt"),
    refuses({ ...briefRequest, prompt: [[]] }, "prompt", "0"),
    refuses({ ...briefRequest, prompt: [[token], []] }, "prompt", "1"),
  ],
};
