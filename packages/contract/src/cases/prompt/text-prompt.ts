import type { ContractCase } from "../../contract-case.ts";
import { brief, completes } from "../exchanges.ts";

export const textPrompt: ContractCase = {
  id: "text-prompt",
  title: "A string is one prompt, also an empty one",
  covers: [
    "#/paths/~1completions/post",
    "#/components/schemas/CreateCompletionRequest/properties/prompt",
    "#/components/schemas/Prompt/oneOf/0",
  ],
  exchanges: [
    completes(brief),
    completes({ ...brief, prompt: "" }),
    completes({ ...brief, prompt: "🐋\u2028\0" }),
  ],
};
