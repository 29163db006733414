import { completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { smallTokens } from "../../case-helpers/tokens.ts";
import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

const prompts = [smallTokens.slice(0, 1), smallTokens.slice(0, 3)];

export const echoOfTokens: ContractCase = {
  id: "echo-of-tokens",
  title: "An echoed prompt of tokens has a log probability for each token but the first",
  faces: ["openai"],
  sources: [
    openAICompletions(
      "With `echo`, the prompt comes back before the completion. `logprobs` describes its tokens too.",
    ),
  ],
  covers: ["echo-begins-text", "logprobs-first-is-null"],
  needs: ["token-prompts", "logprobs"],
  exchanges: [0, 1].flatMap((max_tokens) =>
    prompts.map((prompt) => completes({ prompt, max_tokens, temperature: 0, echo: true, logprobs: 1 })),
  ),
  check: (completions) => {
    for (const [index, { completion }] of completions.entries()) {
      const least = prompts[index % prompts.length]?.length ?? 0;
      const generated = completion.usage?.completion_tokens ?? 0;
      const [choice] = completion.choices;
      // The end of a text may be a token, too.
      const most = least + generated + (choice?.finish_reason === "stop" ? 1 : 0);
      const count = choice?.logprobs?.tokens.length ?? 0;
      expectThat(count >= least && count <= most, `${least} tokens of the prompt`, choice);
    }
  },
};
