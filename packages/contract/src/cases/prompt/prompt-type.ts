import { briefRequest, refuses } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { under } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";

export const promptType: ContractCase = {
  id: "prompt-type",
  title: "A prompt that is neither a string nor a list is refused",
  faces: ["completions", "openai"],
  sources: [
    openAICompletions("A prompt is a string, a list of strings, a list of tokens, or a list of token lists."),
  ],
  covers: under("#/components/schemas/Prompt/oneOf", "0/type", "1/type", "2/type", "3/type"),
  exchanges: [null, 5, true, {}].map((prompt) => refuses({ ...briefRequest, prompt }, "prompt")),
};
