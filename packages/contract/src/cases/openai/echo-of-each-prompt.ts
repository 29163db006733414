import { briefRequest, completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";

const request = { ...briefRequest, prompt: ["The whale", "Call me 🐋"], n: 2, echo: true };

// The rules for all completions compare the beginning of each text with its prompt.
export const echoOfEachPrompt: ContractCase = {
  id: "echo-of-each-prompt",
  title: "With `echo`, each of several prompts begins the texts of its own choices",
  faces: ["openai"],
  sources: [openAICompletions("With `echo`, the prompt comes back before the completion.")],
  covers: ["echo-begins-text"],
  needs: ["several-prompts"],
  exchanges: [false, true].map((stream) => completes({ ...request, stream })),
};
