import { askText } from "../../case-helpers/ask.ts";
import { type ContractCase, Inconclusive } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

const request = { prompt: "The whale", max_tokens: 12, temperature: 0 };

export const leadingSpaceIsKept: ContractCase = {
  id: "leading-space-is-kept",
  title: "White space at the beginning of a text is kept",
  faces: ["completions", "openai"],
  sources: [
    {
      report: "https://github.com/InternLM/lmdeploy/issues/1743",
      says: "the space before the first word of a text was removed",
    },
  ],
  covers: ["#/components/schemas/Choices/properties/text"],
  needs: ["greedy-repeats"],
  run: async (target) => {
    const text = await askText(target, request);
    const { index: cut = 0 } = /(?<=\S)\s+\S{2,}\s+\S/.exec(text) ?? {};
    if (cut === 0) throw new Inconclusive(`the text ${JSON.stringify(text)} has too few words`);
    const rest = text.slice(cut);
    // A model that gets its text so far with the prompt goes on with the rest, which begins with white space. If the server
    // has trimmed the text, a space is missing before it.
    for (const space of /^\s/.test(text) ? [""] : ["", " "]) {
      const prompt = request.prompt + space + text.slice(0, cut);
      const continued = await askText(target, { ...request, prompt });
      if (continued.startsWith(rest)) return;
      expectThat(
        !continued.startsWith(rest.trimStart()),
        `a text that begins with ${JSON.stringify(rest)}`,
        JSON.stringify(continued),
      );
    }
    throw new Inconclusive(
      `with ${JSON.stringify(text.slice(0, cut))}, the model does not go on with ${JSON.stringify(rest)}`,
    );
  },
};
