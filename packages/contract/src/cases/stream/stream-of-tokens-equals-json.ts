import type { ContractCase } from "../../contract-case.ts";
import { expectSameInPairs } from "../compare-texts.ts";
import { completes } from "../exchanges.ts";

const request = { prompt: [[464, 17369], [1212]], max_tokens: 16, seed: -7, temperature: 2 };

// On its own, since there are models that take no tokens.
export const streamOfTokensEqualsJson: ContractCase = {
  id: "stream-of-tokens-equals-json",
  title: "For prompts of tokens, too, a stream adds up to what the same request gets without `stream`",
  covers: ["stream-equals-json"],
  needs: ["deterministic"],
  exchanges: [completes(request), completes({ ...request, stream: true })],
  check: expectSameInPairs,
};
