import { found, missing, type Probe } from "../probe.ts";
import { openPrompt } from "../questions.ts";
import { areEqual, askForTexts, quote } from "../texts.ts";
import { seededTexts } from "./seeds-repeat.ts";

const body = { prompt: openPrompt, max_tokens: 16, temperature: 0 };
const parameter = /\btemperature\b/i;

// Rounding errors of an engine tell apart tokens that are about equally likely. Hardly ever are so many, and right at the start.
const beginning = 8;
const distinctBeginnings = 4;

/**
 * Asks for the same greedy completion three times. If the texts differ, the server either computes a little differently each time,
 * which a server may, or does not sample greedily, which breaks the contract.
 */
export const greedyRepeats: Probe = {
  capability: "greedy-repeats",
  find: async (asker) => {
    const greedy = await askForTexts(asker, { body, times: 3, parameter });
    if ("finding" in greedy) return greedy.finding;
    const [text, ...others] = greedy.texts;
    if (areEqual(greedy.texts)) return found(`three requests with temperature 0 gave ${quote(text)}`);
    const other = others.find((other) => other !== text);
    const difference = `temperature 0 gave two different texts, ${quote(text)} and ${quote(other)}`;
    const [seeded, more] = await Promise.all([
      seededTexts(asker),
      askForTexts(asker, { body, times: 6, parameter }),
    ]);
    if ("texts" in seeded && areEqual(seeded.texts))
      return found(`${difference}, although a seed repeats its text: the server does not sample greedily`);
    const beginnings = "texts" in more ? new Set(more.texts.map((text) => text.slice(0, beginning))).size : 0;
    return beginnings >= distinctBeginnings
      ? found(
          `${difference}. Of 6 texts, ${beginnings} begin differently: the server does not sample greedily`,
        )
      : missing(difference);
  },
};
