import { ask } from "../../case-helpers/ask.ts";
import { type ContractCase, Inconclusive } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

const prompt = "The whale and the ship";
const request = { temperature: 0, logprobs: 1 };
/** Servers compute a prompt in other steps than a generated text, which changes the last digits of a log probability. */
const most = 0.5;

export const echoedTextIsScoredAlike: ContractCase = {
  id: "echoed-text-is-scored-alike",
  title:
    "A text has the log probabilities with which it was generated if it is echoed as a part of the prompt",
  faces: ["openai"],
  sources: [
    {
      report: "https://github.com/ggml-org/llama.cpp/issues/27174",
      says: "`echo` and `logprobs` together had no log probabilities for the prompt, so that evaluations scored at random",
    },
    {
      report: "https://github.com/abetlen/llama-cpp-python/issues/1276",
      says: "the log probabilities of an echoed prompt were those of other places",
    },
  ],
  covers: ["logprobs-fit-text"],
  run: async (target) => {
    const [generated] = (await ask(target, { ...request, prompt, max_tokens: 5 })).choices;
    const { tokens = [], token_logprobs = [] } = generated?.logprobs ?? {};
    if (generated?.text === "") throw new Inconclusive("the text is empty");
    expectThat(tokens.length > 0, "the tokens of the text in `logprobs`", generated);
    const whole = prompt + generated?.text;
    const echo = { ...request, prompt: whole, max_tokens: 1, echo: true };
    const [echoed] = (await ask(target, echo)).choices;
    const offsets = echoed?.logprobs?.text_offset ?? [];
    const places = [...offsets.keys()]
      .filter((place) => (offsets[place] ?? 0) < Array.from(whole).length)
      .slice(-tokens.length);
    const again = places.map((place) => echoed?.logprobs?.tokens?.[place]);
    if (String(again) !== String(tokens)) {
      throw new Inconclusive(
        `the text has the tokens ${JSON.stringify(tokens)}, and as a prompt ${JSON.stringify(again)}`,
      );
    }
    for (const [index, place] of places.entries()) {
      const expected = token_logprobs[index] ?? 0;
      const actual = echoed?.logprobs?.token_logprobs?.[place] ?? 0;
      expectThat(
        Math.abs(actual - expected) < most,
        `a log probability of about ${expected} for ${JSON.stringify(tokens[index])}, with which it was generated`,
        actual,
      );
    }
  },
};
