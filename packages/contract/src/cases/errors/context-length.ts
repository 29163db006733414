import { briefRequest, fails } from "../../case-helpers/exchanges.ts";
import type { ContractCase } from "../../contract-case.ts";

export const contextLength: ContractCase = {
  id: "context-length",
  title: "A request that exceeds the context length gets a 400 with the words that clients look for",
  faces: ["completions", "openai"],
  covers: ["#/components/schemas/ErrorCode/enum/context_length_exceeded"],
  exchanges: [false, true].map((stream) =>
    fails(
      { body: { ...briefRequest, max_tokens: 1_000_000_000, stream } },
      { code: "context_length_exceeded", param: "max_tokens", mentions: ["maximum context length"] },
    ),
  ),
};
