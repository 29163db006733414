import { completes } from "../../case-helpers/exchanges.ts";
import type { ContractCase } from "../../contract-case.ts";

export const echoKeepsCharacters: ContractCase = {
  id: "echo-keeps-characters",
  title: "Characters of several bytes are echoed whole, also in the events of a stream",
  faces: ["openai"],
  sources: [
    {
      report: "https://github.com/ggml-org/llama.cpp/issues/4036",
      says: "characters that span several tokens arrived as replacement characters",
    },
    {
      report: "https://github.com/oobabooga/textgen/issues/1603",
      says: "events of a stream had U+FFFD for characters whose bytes were in several tokens",
    },
  ],
  covers: ["echo-begins-text"],
  exchanges: [false, true].map((stream) =>
    completes({ prompt: "Žluťoučký 🐋 鯨 é 👩‍👩‍👧 ї", max_tokens: 1, echo: true, stream }),
  ),
};
