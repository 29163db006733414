import { briefRequest, completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";

export const textPrompt: ContractCase = {
  id: "text-prompt",
  title: "A string is one prompt, in any script",
  faces: ["completions", "openai"],
  sources: [
    openAICompletions("A prompt is a string, a list of strings, a list of tokens, or a list of token lists."),
  ],
  covers: [
    "#/paths/~1completions/post",
    "#/components/schemas/CreateCompletionRequest/properties/prompt",
    "#/components/schemas/Prompt/oneOf/0",
  ],
  exchanges: [completes(briefRequest), completes({ ...briefRequest, prompt: "🐋\u2028\0" })],
};
