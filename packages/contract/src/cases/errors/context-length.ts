import type { ContractCase } from "../../contract-case.ts";
import { brief, fails } from "../exchanges.ts";

export const contextLength: ContractCase = {
  id: "context-length",
  title: "More tokens than the context has room for are a 400 with the words that clients look for",
  covers: ["#/components/schemas/ErrorCode/enum/context_length_exceeded"],
  exchanges: [false, true].map((stream) =>
    fails(
      { body: { ...brief, max_tokens: 1_000_000_000, stream } },
      { code: "context_length_exceeded", param: "max_tokens", mentions: ["maximum context length"] },
    ),
  ),
};
