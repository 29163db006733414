import { briefRequest, refuses } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { under } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";

export const promptMixedList: ContractCase = {
  id: "prompt-mixed-list",
  title: "A list of mixed types is refused at the first item whose type differs from the items before it",
  faces: ["completions", "openai"],
  sources: [
    openAICompletions("A prompt is a string, a list of strings, a list of tokens, or a list of token lists."),
  ],
  covers: [
    ...under("#/components/schemas/Prompt/oneOf", "1/items/type", "2/items/type", "3/items/type"),
    "one-detail-per-fault",
  ],
  exchanges: [
    refuses({ ...briefRequest, prompt: ["The whale", 36] }, "prompt", "1"),
    refuses({ ...briefRequest, prompt: [36, "The whale"] }, "prompt", "1"),
    refuses({ ...briefRequest, prompt: [36, [36]] }, "prompt", "1"),
    refuses({ ...briefRequest, prompt: [[36], 36] }, "prompt", "1"),
    refuses({ ...briefRequest, prompt: ["The whale", ["The ship"]] }, "prompt", "1"),
  ],
};
