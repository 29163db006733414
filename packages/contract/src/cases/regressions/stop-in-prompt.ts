import { askText } from "../../case-helpers/ask.ts";
import { expectNoStop } from "../../case-helpers/expect-stops.ts";
import { type ContractCase, Inconclusive } from "../../contract-case.ts";

const number = "4711";
const request = { prompt: `Chapter ${number}. The whale`, max_tokens: 8, temperature: 0 };

export const stopInPrompt: ContractCase = {
  id: "stop-in-prompt",
  title: "A stop sequence in the prompt, or one that begins there, does not end the text",
  faces: ["completions", "openai"],
  sources: [
    {
      report: "https://github.com/deepset-ai/haystack/issues/5315",
      says: "stop words were found in the prompt, so that the text ended after its first token",
    },
  ],
  covers: ["#/components/schemas/CreateCompletionRequest/properties/stop"],
  needs: ["greedy-repeats"],
  run: async (target) => {
    const text = await askText(target, request);
    const [first = ""] = Array.from(text);
    const stop = [number, `whale${first}`].filter((sequence) => !text.includes(sequence));
    if (first === "" || !stop.includes(number)) throw new Inconclusive(`the text is ${JSON.stringify(text)}`);
    await expectNoStop(target, request, stop, text);
  },
};
