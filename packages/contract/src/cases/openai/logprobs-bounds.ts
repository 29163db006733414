import { briefRequest, completes, refuses } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { under } from "../../case-helpers/spec-pointers.ts";
import { needText } from "../../case-helpers/texts.ts";
import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

const counts = [0, 1, 2, 3, 4, 5];

export const logprobsBounds: ContractCase = {
  id: "logprobs-bounds",
  title: "`logprobs` is the number of likeliest tokens to list, an integer from 0 to 5, or null",
  faces: ["openai"],
  sources: [openAICompletions("`logprobs` is an integer up to 5. There may be one token more than that.")],
  covers: [
    "#/components/schemas/CreateCompletionRequest/properties/logprobs",
    ...under(
      "#/components/schemas/CreateCompletionRequest/properties/logprobs",
      "type",
      "minimum",
      "maximum",
    ),
  ],
  needs: ["logprobs"],
  exchanges: [
    ...counts.map((logprobs) => completes({ ...briefRequest, temperature: 0, logprobs })),
    completes({ ...briefRequest, logprobs: null }),
    ...[-1, 6, 1.5, "1"].map((logprobs) => refuses({ ...briefRequest, logprobs }, "logprobs")),
  ],
  check: (completions) => {
    needText(completions);
    for (const [index, asked] of counts.entries()) {
      const top = completions[index]?.completion.choices[0]?.logprobs?.top_logprobs ?? [];
      // Two tokens may have the same text, so at some places fewer are listed.
      const most = Math.max(...top.map((listed) => Object.keys(listed ?? {}).length));
      expectThat(most >= Math.max(1, asked), `${asked} tokens at some place`, top);
    }
  },
};
