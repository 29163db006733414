import { completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { expectSameInPairs, textsOf } from "../../case-helpers/texts.ts";
import { type ContractCase, Inconclusive } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

const request = { prompt: "The whale", max_tokens: 12, temperature: 2 };
// Some engines take -1, or a number with the same low bits, as a request for a random seed.
const seeds = [7, -7, -1, Number.MAX_SAFE_INTEGER];

export const seedRepeats: ContractCase = {
  id: "seed-repeats",
  title: "The same seed gives the same text; a different seed gives a different text",
  faces: ["completions", "openai"],
  sources: [openAICompletions("`seed` makes sampling repeatable, as far as the server can.")],
  covers: ["#/components/schemas/CreateCompletionRequest/properties/seed", "seed-repeats"],
  needs: ["greedy-repeats"],
  exchanges: [
    ...seeds.flatMap((seed) => [completes({ ...request, seed }), completes({ ...request, seed })]),
    completes({ ...request, temperature: 0 }),
  ],
  check: (completions) => {
    const fingerprints = new Set(completions.map(({ completion }) => completion.system_fingerprint));
    if (fingerprints.size > 1) throw new Inconclusive("the server's configuration changed");
    const sampled = completions.slice(0, -1);
    expectSameInPairs(sampled);
    const texts = sampled.map((completion) => String(textsOf(completion)));
    const isOnlyText = texts[0] === String(textsOf(completions.at(-1)));
    if (new Set(texts).size === 1 && isOnlyText) {
      throw new Inconclusive("the model gives its greedy text for every seed: does it know any other?");
    }
    // Two seeds sample the same text, other than the greedy one, with a probability of 2e-4 even if the model prefers a token with
    // 0.7 at each of 12 places, and has many others for the rest: (0.7 ** 2 + 0.03) ** 12 - 0.7 ** 24.
    const [positive, , negative] = texts;
    expectThat(
      positive !== negative || isOnlyText,
      `a text other than ${positive} for the seed -7`,
      negative,
    );
  },
};
