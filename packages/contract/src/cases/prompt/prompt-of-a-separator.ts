import type { ContractCase } from "../../contract-case.ts";
import { brief, completes } from "../exchanges.ts";

export const promptOfASeparator: ContractCase = {
  id: "prompt-of-a-separator",
  title: "The document separator, the default that the reference names, is a prompt",
  covers: ["#/components/schemas/Prompt/default"],
  exchanges: [completes({ ...brief, prompt: "<|endoftext|>" })],
};
