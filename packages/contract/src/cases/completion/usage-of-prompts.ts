import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";
import { brief, completes } from "../exchanges.ts";

const [short, long] = [[464], [464, 17369, 318]];

export const usageOfPrompts: ContractCase = {
  id: "usage-of-prompts",
  title: "`prompt_tokens` counts every token of every prompt",
  covers: ["#/components/schemas/CompletionUsage/properties/prompt_tokens"],
  exchanges: [short, long, [short, long]].map((prompt) => completes({ ...brief, prompt })),
  check: (completions) => {
    const [ofShort = 0, ofLong = 0, ofBoth = 0] = completions.map(
      ({ completion }) => completion.usage.prompt_tokens,
    );
    // A model may put tokens of its own before each prompt, so the difference is what counts.
    expectThat(ofLong - ofShort === 2, "2 prompt_tokens more for 2 tokens more", ofLong - ofShort);
    expectThat(ofBoth === ofShort + ofLong, `${ofShort + ofLong} prompt_tokens for both prompts`, ofBoth);
  },
};
