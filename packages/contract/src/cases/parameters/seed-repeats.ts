import { completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { expectOtherText, expectSameInPairs, textsOf } from "../../case-helpers/texts.ts";
import { type ContractCase, Inconclusive } from "../../contract-case.ts";

const request = { prompt: "The whale", max_tokens: 12, temperature: 2 };
// Some engines take -1, or a number with the same low bits, as a request for a random seed.
const seeds = [7, -7, -1, Number.MAX_SAFE_INTEGER];

export const seedRepeats: ContractCase = {
  id: "seed-repeats",
  title: "The same seed gives the same text; a different seed gives a different text",
  faces: ["completions", "openai"],
  sources: [
    openAICompletions("`seed` makes sampling repeatable, as far as the server can."),
    { report: "https://github.com/ggml-org/llama.cpp/issues/7381", says: "A server ignored `seed`." },
  ],
  covers: ["#/components/schemas/CreateCompletionRequest/properties/seed", "seed-repeats"],
  needs: ["greedy-repeats"],
  exchanges: [
    ...seeds.flatMap((seed) => [completes({ ...request, seed }), completes({ ...request, seed })]),
    completes({ ...request, temperature: 0 }),
  ],
  check: (completions) => {
    const fingerprints = new Set(completions.map(({ completion }) => completion.system_fingerprint));
    if (fingerprints.size > 1) throw new Inconclusive("the server's configuration changed");
    expectSameInPairs(completions.slice(0, -1));
    const [positive, , negative, , ...others] = completions.map((completion) => String(textsOf(completion)));
    expectOtherText(String(positive), String(negative), String(others.at(-1)));
  },
};
