import { listPrompts } from "@completions-api/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkTexts } from "../../src/completions/check-texts.ts";
import { openAIFace } from "../../src/completions/openai-face.ts";
import { createTermFilter } from "../../src/content-filter/term-filter.ts";

const filter = createTermFilter(["secret project", "😀 smile"]);

function check(prompt: string | readonly string[]): { refused: boolean; steps: number } {
  const parts = { prompts: listPrompts([prompt].flat()), parameters: openAIFace.defaults, extra: {} };
  let steps = 0;
  try {
    for (const codeUnits of checkTexts(filter, parts)) {
      expect(codeUnits).toBeLessThanOrEqual(2 * 2 ** 16);
      steps += 1;
    }
    return { refused: false, steps };
  } catch (error) {
    expect(error).toMatchObject({ code: "content_filter" });
    return { refused: true, steps };
  }
}

test("a long text is checked in steps, wherever a term is", () => {
  const size = 2 ** 18;
  expect(check("x ".repeat(size / 2))).toEqual({ refused: false, steps: 4 });
  expect(check(Array.from({ length: 1000 }, () => "x".repeat(1000)))).toEqual({ refused: false, steps: 15 });
  const position = fc.oneof(
    fc.nat(size),
    // Around the edges of steps.
    fc
      .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: -20, max: 3 }))
      .map(([edge, by]) => edge * 2 ** 16 + by),
  );
  fc.assert(
    fc.property(position, fc.constantFrom("secret project", "😀 SMILE"), (at, term) => {
      const text = `${"x".repeat(Math.max(1, Math.min(at, size)))} ${term} ${"x".repeat(Math.max(0, size - at))}`;
      expect(check(text).refused).toBe(true);
      expect(filter.allowsPrompt(text)).toBe(false);
    }),
    { numRuns: 20, examples: [[1, "secret project"]] },
  );
});
