import { ask } from "../../case-helpers/ask.ts";
import { type ContractCase, Inconclusive } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

const request = { prompt: "The whale and the ship", max_tokens: 4 };

export const streamCountsLikeJson: ContractCase = {
  id: "stream-counts-like-json",
  title: "The usage of a stream counts the same tokens as that of the JSON response",
  faces: ["completions", "openai"],
  sources: [
    {
      report: "https://github.com/vllm-project/vllm/issues/8625",
      says: "`completion_tokens` of a stream counted fewer tokens than the text had",
    },
    {
      report: "https://github.com/lm-sys/FastChat/pull/3843",
      says: "the usage lacked the last token",
    },
    {
      report: "https://github.com/BerriAI/litellm/issues/1304",
      says: "the same text had 1 completion token, and 4 if it was streamed",
    },
  ],
  covers: ["stream-equals-json"],
  run: async (target) => {
    const asked = target.face === "openai" ? { stream_options: { include_usage: true } } : {};
    const json = await ask(target, request);
    const stream = await ask(target, { ...request, stream: true, ...asked });
    if (!json.usage || !stream.usage) throw new Inconclusive("there is no usage");
    const { prompt_tokens, completion_tokens } = json.usage;
    expectThat(
      stream.usage.prompt_tokens === prompt_tokens,
      `${prompt_tokens} prompt_tokens, as in the JSON response`,
      stream.usage,
    );
    const isComparable = [json, stream].every(({ choices }) => choices[0]?.finish_reason === "length");
    expectThat(
      !isComparable || stream.usage.completion_tokens === completion_tokens,
      `${completion_tokens} completion_tokens, as in the JSON response, whose text has the same limit`,
      stream.usage,
    );
  },
};
