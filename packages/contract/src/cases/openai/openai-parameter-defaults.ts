import { completes } from "../../case-helpers/exchanges.ts";
import { expectSameTexts } from "../../case-helpers/texts.ts";
import type { ContractCase } from "../../contract-case.ts";

const request = { prompt: "Call me Ishmael.", seed: 7 };

const defaults = {
  temperature: 1,
  top_p: 1,
  frequency_penalty: 0,
  presence_penalty: 0,
  max_tokens: 16,
  stream: false,
  n: 1,
  echo: false,
};

/** Parameters without a default that may be null, too. */
const others = ["stop", "model", "best_of", "logprobs", "logit_bias", "suffix", "user", "stream_options"];

export const openAIParameterDefaults: ContractCase = {
  id: "openai-parameter-defaults",
  title: "For OpenAI's clients, too, a parameter that is omitted or null has its default value",
  faces: ["openai"],
  covers: ["max_tokens", "n", "echo"].map(
    (name) => `#/components/schemas/CreateCompletionRequest/properties/${name}/default` as const,
  ),
  needs: ["greedy-repeats", "seeds-repeat"],
  exchanges: [
    completes(request),
    ...Object.entries(defaults).map(([name, value]) => completes({ ...request, [name]: value })),
    ...[...Object.keys(defaults), ...others].map((name) => completes({ ...request, [name]: null })),
  ],
  check: expectSameTexts,
};
