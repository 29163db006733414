import { completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { expectSameInPairs } from "../../case-helpers/texts.ts";
import { smallTokens } from "../../case-helpers/tokens.ts";
import type { ContractCase } from "../../contract-case.ts";

const request = { prompt: smallTokens, max_tokens: 8, seed: -7, temperature: 2 };

// A separate case, since some models do not accept token prompts.
export const streamOfTokensEqualsJson: ContractCase = {
  id: "stream-of-tokens-equals-json",
  title: "With token prompts too, a stream adds up to the JSON response of the same request",
  faces: ["completions", "openai"],
  sources: [openAICompletions("A stream sends the completion in parts.")],
  covers: ["stream-equals-json"],
  needs: ["seeds-repeat", "token-prompts"],
  exchanges: [completes(request), completes({ ...request, stream: true })],
  check: expectSameInPairs,
};
