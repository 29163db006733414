import { complete } from "../../case-helpers/complete.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { textsOf } from "../../case-helpers/texts.ts";
import { type ContractCase, Inconclusive } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

const request = { prompt: "The whale", max_tokens: 16, temperature: 0 };

export const stopEndsText: ContractCase = {
  id: "stop-ends-text",
  title: "The text ends before the first stop sequence that the model generates",
  faces: ["completions", "openai"],
  sources: [openAICompletions("A stop sequence ends the text and is not part of it.")],
  covers: [
    "#/components/schemas/CreateCompletionRequest/properties/stop",
    "#/components/schemas/CompletionFinishReason/enum/stop",
    "stop-excluded",
  ],
  needs: ["greedy-repeats"],
  run: async (target) => {
    const [text = ""] = textsOf(await complete(target, request));
    for (const stop of chooseStops(text)) {
      const end = Math.min(...[stop].flat().flatMap((sequence) => indicesOf(text, sequence)));
      for (const stream of [false, true]) {
        const { completion } = await complete(target, { ...request, stop, stream });
        const [choice] = completion.choices;
        const expected = text.slice(0, end);
        expectThat(choice?.text === expected, `the text ${JSON.stringify(expected)}`, choice);
        expectThat(choice.finish_reason === "stop", "finish_reason stop", choice);
      }
    }
  },
};

/**
 * Chooses stop sequences out of a text: a character, several in a row, which lie inside a token or span two, and a list of
 * which the one that comes first in the text is not the first.
 *
 * @throws Inconclusive if the text is too short.
 */
function chooseStops(text: string): (string | string[])[] {
  // The characters that a model writes in parts are U+FFFD while they are incomplete.
  const [stretch = ""] = /[^\uFFFD]{6,}/u.exec(text) ?? [];
  const characters = Array.from(stretch);
  if (characters.length < 6) {
    throw new Inconclusive(`the text ${JSON.stringify(text)} is too short to choose stop sequences from it`);
  }
  const middle = Math.floor(characters.length / 2);
  const [character = "", late = ""] = [characters[middle], characters.slice(-2).join("")];
  const several = characters.slice(middle - 2, middle + 2).join("");
  return [character, several, ["\u{1F40B}\u{1F40B}", late, several]];
}

function indicesOf(text: string, sequence: string): number[] {
  const index = text.indexOf(sequence);
  return index < 0 ? [] : [index];
}
