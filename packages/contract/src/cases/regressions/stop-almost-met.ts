import { askText } from "../../case-helpers/ask.ts";
import { expectNoStop } from "../../case-helpers/expect-stops.ts";
import { type ContractCase, Inconclusive } from "../../contract-case.ts";

const request = { prompt: "Call me Ishmael.", max_tokens: 8, temperature: 0 };
/** A stop sequence ends with this text, which models hardly write. */
const never = "\u241E~\u241E";

export const stopAlmostMet: ContractCase = {
  id: "stop-almost-met",
  title: "A text that only begins like a stop sequence is not lost, neither within the text nor at its end",
  faces: ["completions", "openai"],
  sources: [
    {
      report: "https://github.com/LostRuins/koboldcpp/pull/1031",
      says: "text that was held back, because a stop sequence contains it, was dropped when the model ended the text",
    },
    {
      report: "https://github.com/ggml-org/llama.cpp/pull/15007",
      says: "the beginning of a stop sequence at the end of a text was never sent",
    },
  ],
  covers: ["#/components/schemas/CreateCompletionRequest/properties/stop"],
  needs: ["greedy-repeats"],
  run: async (target) => {
    const text = await askText(target, request);
    const characters = Array.from(text);
    if (characters.length < 4 || text.includes(never)) {
      throw new Inconclusive(`the text ${JSON.stringify(text)} is too short to begin a stop sequence`);
    }
    const beginnings = [characters.slice(1, 3), characters.slice(-2)].map((part) => part.join(""));
    await expectNoStop(
      target,
      request,
      beginnings.map((part) => part + never),
      text,
    );
  },
};
