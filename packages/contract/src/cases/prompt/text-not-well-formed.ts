import { briefRequest, completes } from "../../case-helpers/exchanges.ts";
import { rfc } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";

/** The first half of an emoji, which clients send when they cut a text. */
const half = "\ud83d";

export const textNotWellFormed: ContractCase = {
  id: "text-not-well-formed",
  title: "A text with half a character is read as a text with U+FFFD",
  faces: ["completions", "openai"],
  level: "should",
  sources: [
    rfc(
      8259,
      "8.2",
      "JSON can escape half of a surrogate pair. Receivers of such a text behave unpredictably.",
    ),
    rfc(3629, "3", "UTF-8 has no surrogates."),
  ],
  covers: ["#/components/schemas/Prompt/oneOf/0"],
  exchanges: [
    completes({ ...briefRequest, prompt: `Call me${half}` }),
    completes({ ...briefRequest, prompt: [`${half}Call me`], stop: [half] }),
    completes({ ...briefRequest, prompt: `Call me${half}`, stop: half, stream: true }),
  ],
};
