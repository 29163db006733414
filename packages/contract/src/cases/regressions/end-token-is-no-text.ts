import { ask } from "../../case-helpers/ask.ts";
import { type ContractCase, Inconclusive } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

/** The names that common vocabularies give to the token with which a text ends. */
const ends = [
  "<|endoftext|>",
  "</s>",
  "<eos>",
  "<|end_of_text|>",
  "<|eot_id|>",
  "<|im_end|>",
  "<|end|>",
  "[EOS]",
];

/** The end of a book, with which a text is likely to end, too. */
const prompt = "in her retracing search after her missing children, only found another orphan";
const request = { prompt, max_tokens: 16, temperature: 0 };

export const endTokenIsNoText: ContractCase = {
  id: "end-token-is-no-text",
  title: "The token with which the model ends a text is not in the text",
  faces: ["completions", "openai"],
  sources: [
    {
      report: "https://github.com/mozilla-ai/llamafile/issues/465",
      says: "texts ended with `</s>`",
    },
    {
      report: "https://github.com/BerriAI/litellm/issues/3757",
      says: "the last text of a stream was the token with which the model ends a text",
    },
    {
      report: "https://github.com/run-llama/llama_index/issues/9184",
      says: "streamed texts, but not others, ended with `</s>`",
    },
  ],
  covers: ["#/components/schemas/Choices/properties/text"],
  run: async (target) => {
    const completions = [];
    for (const stream of [false, true]) completions.push(await ask(target, { ...request, stream }));
    const ended = completions
      .flatMap(({ choices }) => choices)
      .filter(({ finish_reason }) => finish_reason === "stop");
    if (ended.length === 0) throw new Inconclusive("no text ended by itself");
    for (const { text } of ended) {
      const end = ends.find((name) => text.trimEnd().endsWith(name));
      expectThat(end === undefined, `a text without ${end} at its end`, text);
    }
  },
};
