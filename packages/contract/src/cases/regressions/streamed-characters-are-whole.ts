import { askText } from "../../case-helpers/ask.ts";
import { expectTexts } from "../../case-helpers/expect-texts.ts";
import { type ContractCase, Inconclusive } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

/** Most models go on in the same way. */
const request = { prompt: "🐋—🐳—🐋—🐳—🐋—🐳—", max_tokens: 16, temperature: 0 };

export const streamedCharactersAreWhole: ContractCase = {
  id: "streamed-characters-are-whole",
  title: "A character whose bytes are in several tokens is in one event of a stream",
  faces: ["completions", "openai"],
  sources: [
    {
      report: "https://github.com/ggml-org/llama.cpp/pull/4446",
      says: "the first bytes of a character were sent before the others were generated",
    },
    {
      report: "https://github.com/oobabooga/textgen/issues/1603",
      says: "events of a stream had U+FFFD for characters whose bytes were in several tokens",
    },
    {
      report: "https://github.com/tenstorrent/tt-inference-server/pull/2594",
      says: "each token was decoded by itself, so that emojis became replacement characters",
    },
  ],
  covers: ["stream-equals-json"],
  needs: ["greedy-repeats"],
  run: async (target) => {
    const texts = [await askText(target, request)];
    const streamed = { request: { ...request, stream: true }, texts, why: " of the JSON response" };
    const { events } = await expectTexts(target, { request, texts }, streamed);
    const broken = events.find((event) => /\p{Surrogate}/u.test(event));
    expectThat(broken === undefined, "events of whole characters", JSON.stringify(broken));
    const [text = ""] = texts;
    if (/^[\0-\x7f]*$/.test(text))
      throw new Inconclusive(`the text ${JSON.stringify(text)} has no character of several bytes`);
  },
};
