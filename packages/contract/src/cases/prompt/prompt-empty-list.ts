import { briefRequest, completes, refuses } from "../../case-helpers/exchanges.ts";
import { under } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";

export const promptEmptyList: ContractCase = {
  id: "prompt-empty-list",
  title: "An empty list of prompts and an empty list of tokens are refused",
  faces: ["completions", "openai"],
  covers: under(
    "#/components/schemas/Prompt/oneOf",
    "1/minItems",
    "2/minItems",
    "3/minItems",
    "3/items/minItems",
  ),
  exchanges: [
    ...[["The whale"], [464], [[464]]].map((prompt) => completes({ ...briefRequest, prompt })),
    refuses({ prompt: [] }, "prompt"),
    refuses({ prompt: [[]] }, "prompt", "0"),
    refuses({ prompt: [[464], []] }, "prompt", "1"),
  ],
};
