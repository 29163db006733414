import { askText } from "../../case-helpers/ask.ts";
import { expectStops } from "../../case-helpers/expect-stops.ts";
import { type ContractCase, Inconclusive } from "../../contract-case.ts";

const request = { prompt: "Call me Ishmael.", max_tokens: 12, temperature: 0 };

export const spaceBeforeStop: ContractCase = {
  id: "space-before-stop",
  title: "White space at the end of a text is kept",
  faces: ["completions", "openai"],
  sources: [
    {
      report: "https://github.com/oobabooga/textgen/pull/4511",
      says: "the server removed white space of the text, which clients append to the prompt",
    },
    {
      report: "https://github.com/huggingface/speech-to-speech/issues/480",
      says: "white space at the ends of texts was lost where they were joined",
    },
  ],
  covers: ["#/components/schemas/CreateCompletionRequest/properties/stop"],
  needs: ["greedy-repeats"],
  run: async (target) => {
    const text = await askText(target, request);
    const words = [...text.matchAll(/(?<=\s)[^\s\uFFFD]{1,3}/gu)];
    const [stop] = words.find(([word], index) => text.indexOf(word) === words[index]?.index) ?? [];
    if (stop === undefined) throw new Inconclusive(`no space is before a word of ${JSON.stringify(text)}`);
    await expectStops(target, request, stop, text);
  },
};
