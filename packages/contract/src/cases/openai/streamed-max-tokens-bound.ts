import { ask } from "../../case-helpers/ask.ts";
import { briefRequest } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { type ContractCase, Inconclusive } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

export const streamedMaxTokensBound: ContractCase = {
  id: "streamed-max-tokens-bound",
  title: "The usage of a stream counts at most `max_tokens` tokens",
  faces: ["openai"],
  sources: [openAICompletions("`max_tokens` limits the tokens of a completion.")],
  covers: ["max-tokens-bound"],
  run: async (target) => {
    for (const max_tokens of [1, 3]) {
      // On the API's own face, every stream has its usage.
      const stream = { stream: true, stream_options: { include_usage: true } };
      const { usage } = await ask(target, { ...briefRequest, max_tokens, ...stream });
      if (!usage) throw new Inconclusive("the stream has no usage");
      expectThat(usage.completion_tokens <= max_tokens, `at most ${max_tokens} completion_tokens`, usage);
    }
  },
};
