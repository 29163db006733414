import { ask } from "../../case-helpers/ask.ts";
import { expectTexts, textsOf } from "../../case-helpers/expect-texts.ts";
import { type ContractCase, Inconclusive } from "../../contract-case.ts";

const request = { prompt: ["The whale", "Call me"], max_tokens: 8, temperature: 0 };

export const stopOfEachChoice: ContractCase = {
  id: "stop-of-each-choice",
  title: "A stop sequence ends only the choices in whose text it appears",
  faces: ["completions", "openai"],
  sources: [
    {
      report: "https://github.com/huggingface/transformers/issues/26959",
      says: "a stop sequence in the text of one prompt ended the texts of all prompts",
    },
    {
      report: "https://github.com/huggingface/transformers/issues/22340",
      says: "prompts that were completed together could not end at stop sequences one by one",
    },
  ],
  covers: ["#/components/schemas/CreateCompletionRequest/properties/stop", "choices-follow-prompts"],
  needs: ["greedy-repeats", "several-prompts"],
  run: async (target) => {
    const known = { request, texts: textsOf(await ask(target, request)) };
    const [text = "", other = ""] = known.texts;
    const characters = Array.from(text);
    const stop = characters
      .map((_, start) => characters.slice(start, start + 3).join(""))
      .slice(1, -2)
      .find((sequence) => !other.includes(sequence));
    if (stop === undefined || other === "")
      throw new Inconclusive(`no stop sequence is in the first text only: ${JSON.stringify(known.texts)}`);
    const texts = [text.slice(0, text.indexOf(stop)), other];
    const why = `, of which only the first ends before ${JSON.stringify(stop)}`;
    for (const stream of [true, false])
      await expectTexts(target, known, { request: { ...request, stop, stream }, texts, why });
  },
};
