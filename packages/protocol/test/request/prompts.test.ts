import { expect, test } from "vitest";
import { listPrompts } from "../../src/index.ts";

const loc = ["body", "prompt"];

test.each([
  ["a text", "a", [{ prompt: "a", loc }]],
  ["an empty text", "", [{ prompt: "", loc }]],
  [
    "texts",
    ["a", ""],
    [
      { prompt: "a", loc: [...loc, "0"] },
      { prompt: "", loc: [...loc, "1"] },
    ],
  ],
  ["tokens", [1, 0], [{ prompt: [1, 0], loc }]],
  [
    "lists of tokens",
    [[1], [2, 3]],
    [
      { prompt: [1], loc: [...loc, "0"] },
      { prompt: [2, 3], loc: [...loc, "1"] },
    ],
  ],
])("%s", (_, prompt, list) => {
  expect(listPrompts(prompt).map(({ prompt, loc }) => ({ prompt, loc }))).toStrictEqual(list);
});
