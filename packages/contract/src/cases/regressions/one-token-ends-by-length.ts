import { ask } from "../../case-helpers/ask.ts";
import { type ContractCase, Inconclusive } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

const request = { prompt: "The whale", max_tokens: 1, temperature: 0 };

export const oneTokenEndsByLength: ContractCase = {
  id: "one-token-ends-by-length",
  title:
    "A text of one token, the most that the request allows, has the finish reason `length`, streamed or not",
  faces: ["completions", "openai"],
  sources: [
    {
      report: "https://github.com/llm-d/llm-d-inference-sim/issues/29",
      says: "the finish reason was `stop` even if `max_tokens` had ended the text",
    },
    {
      report: "https://github.com/theroyallab/tabbyAPI/issues/83",
      says: "no finish reason told clients that a text was cut at its limit",
    },
    {
      report: "https://github.com/huggingface/transformers/pull/42157",
      says: "the server's only finish reason was `stop`",
    },
  ],
  covers: ["length-means-max-tokens", "#/components/schemas/CompletionFinishReason/enum/length"],
  run: async (target) => {
    const completions = [];
    for (const stream of [false, true]) completions.push(await ask(target, { ...request, stream }));
    const choices = completions.flatMap((completion) => completion.choices);
    // A token without a text may be the end of the text, or a part of a character.
    if (choices.every(({ text }) => text === "")) throw new Inconclusive("the first token has no text");
    for (const choice of choices) {
      expectThat(choice.text === "" || choice.finish_reason === "length", "finish_reason length", choice);
    }
  },
};
