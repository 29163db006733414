import { briefRequest, completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { smallTokens } from "../../case-helpers/tokens.ts";
import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

const [short, long] = [smallTokens.slice(0, 1), smallTokens.slice(0, 3)];

export const usageOfPrompts: ContractCase = {
  id: "usage-of-prompts",
  title: "`prompt_tokens` counts every token of every prompt",
  faces: ["completions", "openai"],
  sources: [openAICompletions("`prompt_tokens` is the number of tokens in the prompt.")],
  covers: ["#/components/schemas/CompletionUsage/properties/prompt_tokens"],
  needs: ["token-prompts", "several-prompts"],
  exchanges: [short, long, [short, long]].map((prompt) =>
    completes({ ...briefRequest, max_tokens: 1, prompt }),
  ),
  check: (completions) => {
    const [ofShort = 0, ofLong = 0, ofBoth = 0] = completions.map(
      ({ completion }) => completion.usage?.prompt_tokens,
    );
    // A model may add tokens of its own to each prompt, so only the difference is comparable.
    expectThat(ofLong - ofShort === 2, "2 more prompt_tokens for 2 more tokens", ofLong - ofShort);
    expectThat(ofBoth === ofShort + ofLong, `${ofShort + ofLong} prompt_tokens for both prompts`, ofBoth);
  },
};
