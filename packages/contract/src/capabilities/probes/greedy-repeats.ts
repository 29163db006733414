import { found, missing, type Probe } from "../probe.ts";
import { openPrompt } from "../questions.ts";
import { areEqual, askForTexts, quote } from "../texts.ts";
import { seededTexts } from "./seeds-repeat.ts";

const body = { prompt: openPrompt, max_tokens: 16, temperature: 0 };

/** Asks for the same greedy completion three times. */
export const greedyRepeats: Probe = {
  capability: "greedy-repeats",
  find: async (asker) => {
    const greedy = await askForTexts(asker, { body, times: 3, parameter: /\btemperature\b/i });
    if ("finding" in greedy) return greedy.finding;
    const [text, ...others] = greedy.texts;
    if (areEqual(greedy.texts)) return found(`three requests with temperature 0 gave ${quote(text)}`);
    const other = others.find((other) => other !== text);
    const difference = `temperature 0 gave two different texts, ${quote(text)} and ${quote(other)}`;
    const seeded = await seededTexts(asker);
    return "texts" in seeded && areEqual(seeded.texts)
      ? found(`${difference}, although a seed repeats its text: the server does not sample greedily`)
      : missing(difference);
  },
};
