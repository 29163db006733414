import { completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { expectSameTexts } from "../../case-helpers/texts.ts";
import type { ContractCase } from "../../contract-case.ts";

const request = { prompt: "The whale", max_tokens: 16, seed: 7 };

const defaults = [
  { temperature: 1 },
  { top_p: 1 },
  { frequency_penalty: 0 },
  { presence_penalty: 0, stream: false },
  { n: 1, echo: false },
];

/** Parameters without a default that may be null, too. */
const others = ["stop", "model", "best_of", "logprobs", "logit_bias", "suffix", "user", "stream_options"];
const nulls = [...defaults.flatMap(Object.keys), ...others].map((name) => [name, null]);

export const openAIParameterDefaults: ContractCase = {
  id: "openai-parameter-defaults",
  title: "For OpenAI's clients, too, a parameter that is omitted or null has its default value",
  faces: ["openai"],
  sources: [openAICompletions("The defaults of `n` and `echo` are 1 and false.")],
  covers: ["n", "echo"].map(
    (name) => `#/components/schemas/CreateCompletionRequest/properties/${name}/default` as const,
  ),
  needs: ["seeds-repeat"],
  exchanges: [
    completes(request),
    ...defaults.map((parameters) => completes({ ...request, ...parameters })),
    completes({ ...request, ...Object.fromEntries(nulls) }),
  ],
  check: expectSameTexts,
};
