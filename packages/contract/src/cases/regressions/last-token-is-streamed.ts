import { askText } from "../../case-helpers/ask.ts";
import { type ContractCase, Inconclusive } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

const request = { prompt: "The whale", temperature: 0 };

export const lastTokenIsStreamed: ContractCase = {
  id: "last-token-is-streamed",
  title: "The text of the last token is streamed once, whatever event has the finish reason",
  faces: ["completions", "openai"],
  sources: [
    {
      report: "https://github.com/ai-dynamo/dynamo/pull/3531",
      says: "the event with the finish reason lacked the text of the last tokens",
    },
    {
      report: "https://github.com/vllm-project/vllm/issues/35705",
      says: "clients lost the text that came with the finish reason `length`",
    },
    {
      report: "https://github.com/vllm-project/vllm/issues/2266",
      says: "the last event was sent twice, the second time with the usage",
    },
  ],
  covers: ["stream-equals-json"],
  needs: ["greedy-repeats"],
  run: async (target) => {
    const texts: string[] = [];
    for (const max_tokens of [1, 3]) {
      const text = await askText(target, { ...request, max_tokens });
      const streamed = await askText(target, { ...request, max_tokens, stream: true });
      expectThat(streamed === text, `the text ${JSON.stringify(text)}`, JSON.stringify(streamed));
      texts.push(text);
    }
    if (texts.every((text) => text === "")) throw new Inconclusive("the texts are empty");
  },
};
