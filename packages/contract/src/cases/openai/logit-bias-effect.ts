import { completes } from "../../case-helpers/exchanges.ts";
import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

// In many vocabularies this is " the", one of the most frequent tokens of English.
const token = 262;
const request = { prompt: "The whale and the ship and", logprobs: 0, seed: 7 };

export const logitBiasEffect: ContractCase = {
  id: "logit-bias-effect",
  title: "A `logit_bias` of 100 makes the model choose a token, and -100 excludes it",
  faces: ["openai"],
  covers: ["#/components/schemas/CreateCompletionRequest/properties/logit_bias"],
  exchanges: [
    completes({ prompt: [token], max_tokens: 0, echo: true, logprobs: 0 }),
    completes({ ...request, max_tokens: 4, logit_bias: { [token]: 100 } }),
    completes({ ...request, max_tokens: 256, logit_bias: { [token]: -100 } }),
  ],
  check: (completions) => {
    const [[text] = [], forced = [], free = []] = completions.map(
      ({ completion }) => completion.choices[0]?.logprobs?.tokens,
    );
    const isForced = forced.length > 0 && forced.every((other) => other === text);
    expectThat(isForced, `only the token ${JSON.stringify(text)}`, forced);
    expectThat(text === undefined || !free.includes(text), `no token ${JSON.stringify(text)}`, free);
  },
};
