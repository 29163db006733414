import type { ContractCase } from "../../contract-case.ts";
import { under } from "../../elements/pointers.ts";
import { brief, completes, refuses } from "../exchanges.ts";

export const promptEmptyList: ContractCase = {
  id: "prompt-empty-list",
  title: "Lists of no prompts and prompts of no tokens are refused",
  covers: under(
    "#/components/schemas/Prompt/oneOf",
    "1/minItems",
    "2/minItems",
    "3/minItems",
    "3/items/minItems",
  ),
  exchanges: [
    ...[["The whale"], [464], [[464]]].map((prompt) => completes({ ...brief, prompt })),
    refuses({ prompt: [] }, "prompt"),
    refuses({ prompt: [[]] }, "prompt", "0"),
    refuses({ prompt: [[464], []] }, "prompt", "1"),
  ],
};
