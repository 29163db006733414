import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";
import { expectSameTexts, textsOf } from "../compare-texts.ts";
import { completes } from "../exchanges.ts";

const request = { prompt: ["The whale", "The ship"], max_tokens: 32 };

export const seedRepeats: ContractCase = {
  id: "seed-repeats",
  title: "The same seed gives the same text, another seed another",
  covers: ["#/components/schemas/CreateCompletionRequest/properties/seed", "seed-repeats"],
  needs: ["deterministic"],
  exchanges: [7, 7, 7, -7].map((seed) => completes({ ...request, seed })),
  check: (completions) => {
    const fingerprints = new Set(completions.map(({ completion }) => completion.system_fingerprint));
    // The rule holds for as long as the set-up stays the same.
    if (fingerprints.size > 1) return;
    expectSameTexts(completions.slice(0, 3));
    const [first, other] = [textsOf(completions[0]), textsOf(completions[3])];
    expectThat(String(first) !== String(other), `another text than ${String(first)}`, other);
  },
};
