import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";
import { expectSameInPairs, textsOf } from "../compare-texts.ts";
import { completes } from "../exchanges.ts";

const request = { prompt: ["The whale", "The ship"], max_tokens: 32 };
// To some engines -1, and whatever has the lowest bits that it has, is the wish for any seed.
const seeds = [7, -7, -1, Number.MAX_SAFE_INTEGER];

export const seedRepeats: ContractCase = {
  id: "seed-repeats",
  title: "The same seed gives the same text, another seed another",
  covers: ["#/components/schemas/CreateCompletionRequest/properties/seed", "seed-repeats"],
  needs: ["deterministic"],
  exchanges: seeds.flatMap((seed) => [completes({ ...request, seed }), completes({ ...request, seed })]),
  check: (completions) => {
    const fingerprints = new Set(completions.map(({ completion }) => completion.system_fingerprint));
    // The rule holds for as long as the set-up stays the same.
    if (fingerprints.size > 1) return;
    expectSameInPairs(completions);
    const [first, , other] = completions.map(textsOf);
    expectThat(String(first) !== String(other), `another text than ${String(first)}`, other);
  },
};
