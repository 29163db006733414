import { briefRequest, completes, refuses } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { under } from "../../case-helpers/spec-pointers.ts";
import { textsOf } from "../../case-helpers/texts.ts";
import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

const prompt = "The whale";
// It ends most texts early: those without a limit, and those of servers that take an invalid one for none.
const stop = [" ", "e", "\n", "."];

export const zeroTokensNeedEcho: ContractCase = {
  id: "zero-tokens-need-echo",
  title:
    "`max_tokens` is an integer of at least 1, or null; with `echo` it may be 0, which returns the prompt",
  faces: ["openai"],
  sources: [
    openAICompletions("`max_tokens` is an integer of at least 0."),
    {
      report: "https://github.com/vllm-project/vllm/issues/19862",
      says: "A server answered `max_tokens: null` with a 500.",
    },
  ],
  covers: [
    ...under("#/components/schemas/CreateCompletionRequest/properties/max_tokens", "type", "minimum"),
    "zero-tokens-need-echo",
  ],
  exchanges: [
    completes({ prompt, max_tokens: 0, echo: true }),
    completes({ prompt, max_tokens: 0, echo: true, stream: true }),
    ...[1, null].map((max_tokens) => completes({ ...briefRequest, stop, max_tokens })),
    ...[0, -1, 1.5, "4"].map((max_tokens) => refuses({ ...briefRequest, stop, max_tokens }, "max_tokens")),
    refuses({ ...briefRequest, stop, max_tokens: 0, echo: false }, "max_tokens"),
    refuses({ ...briefRequest, stop, max_tokens: -1, echo: true }, "max_tokens"),
  ],
  check: (completions) => {
    for (const received of completions.slice(0, 2)) {
      expectThat(textsOf(received)[0] === prompt, prompt, received.completion);
      for (const choice of received.completion.choices)
        expectThat(choice.finish_reason === "length", "finish_reason length", choice);
    }
  },
};
