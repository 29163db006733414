import { ask } from "../../case-helpers/ask.ts";
import { expectTexts, textsOf } from "../../case-helpers/expect-texts.ts";
import { type ContractCase, Inconclusive } from "../../contract-case.ts";

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
    const all: string[] = [];
    for (const max_tokens of [1, 3]) {
      const whole = { ...request, max_tokens };
      const texts = textsOf(await ask(target, whole));
      const why = " of the JSON response";
      await expectTexts(
        target,
        { request: whole, texts },
        { request: { ...whole, stream: true }, texts, why },
      );
      all.push(...texts);
    }
    if (all.every((text) => text === "")) throw new Inconclusive("the texts are empty");
  },
};
