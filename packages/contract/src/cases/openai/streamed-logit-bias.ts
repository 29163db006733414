import { completes } from "../../case-helpers/exchanges.ts";
import { expectSameInPairs } from "../../case-helpers/texts.ts";
import { smallTokens } from "../../case-helpers/tokens.ts";
import type { ContractCase } from "../../contract-case.ts";

const [token = 0] = smallTokens;
const request = { prompt: "The whale", max_tokens: 4, temperature: 0, logit_bias: { [token]: 100 } };

export const streamedLogitBias: ContractCase = {
  id: "streamed-logit-bias",
  title: "A `logit_bias` has the same effect on a stream",
  faces: ["openai"],
  covers: ["#/components/schemas/CreateCompletionRequest/properties/logit_bias", "stream-equals-json"],
  needs: ["greedy-repeats"],
  exchanges: [completes(request), completes({ ...request, stream: true })],
  check: expectSameInPairs,
};
