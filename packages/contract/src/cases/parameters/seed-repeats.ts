import { completes } from "../../case-helpers/exchanges.ts";
import { expectSameInPairs, textsOf } from "../../case-helpers/texts.ts";
import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

const request = { prompt: ["The whale", "The ship"], max_tokens: 32 };
// Some engines take -1, or a number with the same low bits, as a request for a random seed.
const seeds = [7, -7, -1, Number.MAX_SAFE_INTEGER];

export const seedRepeats: ContractCase = {
  id: "seed-repeats",
  title: "The same seed gives the same text; a different seed gives a different text",
  faces: ["completions", "openai"],
  covers: ["#/components/schemas/CreateCompletionRequest/properties/seed", "seed-repeats"],
  needs: ["greedy-repeats", "seeds-repeat"],
  exchanges: seeds.flatMap((seed) => [completes({ ...request, seed }), completes({ ...request, seed })]),
  check: (completions) => {
    const fingerprints = new Set(completions.map(({ completion }) => completion.system_fingerprint));
    // The rule does not apply if the server's configuration changed between the requests.
    if (fingerprints.size > 1) return;
    expectSameInPairs(completions);
    const [first, , other] = completions.map(textsOf);
    expectThat(String(first) !== String(other), `a text other than ${String(first)}`, other);
  },
};
