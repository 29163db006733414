import { completes } from "../../case-helpers/exchanges.ts";
import { expectSameTexts } from "../../case-helpers/texts.ts";
import type { ContractCase } from "../../contract-case.ts";

const request = { prompt: "The whale", max_tokens: 16, seed: 7 };

export const parameterDefaults: ContractCase = {
  id: "parameter-defaults",
  title: "A parameter that is omitted or null has its default value",
  sources: [
    {
      report: "https://github.com/LostRuins/koboldcpp/issues/1503",
      says: "A server failed if `seed` was null.",
    },
  ],
  covers: ["temperature", "top_p", "frequency_penalty", "presence_penalty", "stream"].map(
    (name) => `#/components/schemas/CreateCompletionRequest/properties/${name}/default` as const,
  ),
  needs: ["seeds-repeat"],
  exchanges: [
    completes(request),
    completes({ ...request, temperature: 1 }),
    completes({ ...request, top_p: 1 }),
    completes({ ...request, frequency_penalty: 0 }),
    completes({ ...request, presence_penalty: 0, stream: false }),
    completes({
      ...request,
      temperature: null,
      top_p: null,
      frequency_penalty: null,
      presence_penalty: null,
      stream: null,
      stop: null,
    }),
  ],
  check: expectSameTexts,
};
