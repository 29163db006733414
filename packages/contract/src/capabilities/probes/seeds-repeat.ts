import { type Asker, textsOfAnswer } from "../asker.ts";
import { found, missing, type Probe, unknown } from "../probe.ts";
import { openPrompt } from "../questions.ts";
import { askForTexts, quote, type Texts } from "../texts.ts";

const body = { prompt: openPrompt, max_tokens: 16, temperature: 1 };

// Shorter texts are often equal by luck. 16 tokens of a small vocabulary may have few more characters.
const minimumLength = 12;

/** Asks for three completions with the same seed. */
export function seededTexts(asker: Asker): Promise<Texts> {
  return askForTexts(asker, { body: { ...body, seed: 7 }, times: 3, parameter: /\bseed\b/i });
}

/** Compares the texts of the same seed, and that of another one. */
export const seedsRepeat: Probe = {
  capability: "seeds-repeat",
  find: async (asker) => {
    const [seeded, other] = await Promise.all([
      seededTexts(asker),
      asker.ask({ body: { ...body, seed: 8 } }),
    ]);
    if ("finding" in seeded) return seeded.finding;
    const [text = "", ...others] = seeded.texts;
    const different = others.find((other) => other !== text);
    if (different !== undefined)
      return missing(`the seed 7 gave two different texts, ${quote(text)} and ${quote(different)}`);
    const equal = `three requests with the seed 7 gave ${quote(text)}`;
    if (text.length < minimumLength) return unknown(`${equal}, which is too short to tell`);
    return found(textsOfAnswer(other)?.[0] === text ? `${equal}, but the seed 8 did so too` : equal);
  },
};
