import type { CompletionLogprobs } from "@completions-api/types/openai";
import fc from "fast-check";
import { expect, test } from "vitest";
import { HeldLogprobs } from "../src/held-logprobs.ts";

/** Creates the log probabilities of tokens with these texts. Each token has its own numbers. */
function logprobsOf(texts: readonly string[]): CompletionLogprobs {
  const offsets = texts.map((_, index) => [...texts.slice(0, index).join("")].length);
  return {
    tokens: [...texts],
    token_logprobs: texts.map((_, index) => -index),
    top_logprobs: texts.map((text, index) => ({ [text]: -index })),
    text_offset: offsets,
  };
}

const token = fc.string({ unit: fc.constantFrom("a", "é", "🐳", "\udc33"), minLength: 1, maxLength: 3 });

test("are visible with their token's first or last character, however text and tokens are divided", () => {
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.array(token, { minLength: 1, maxLength: 10 }),
      fc.array(fc.nat({ max: 40 }), { maxLength: 5 }),
      fc.nat({ max: 40 }),
      (whole, tokens, cuts, end) => {
        const text = tokens.join("").slice(0, end);
        const all = logprobsOf(tokens);
        const held = new HeldLogprobs({ whole });
        tokens.forEach((_, index) => {
          held.push({
            tokens: all.tokens.slice(index, index + 1),
            token_logprobs: all.token_logprobs.slice(index, index + 1),
            top_logprobs: all.top_logprobs.slice(index, index + 1),
            text_offset: all.text_offset.slice(index, index + 1),
          });
        });
        const taken: string[] = [];
        const bounds = [0, ...cuts.sort((a, b) => a - b), text.length];
        bounds.slice(1).forEach((bound, index) => {
          const visible = [...text.slice(0, Math.max(bound, bounds[index] ?? 0))].length;
          taken.push(...(held.take(text.slice(bounds[index], bound))?.tokens ?? []));
          const isVisible = (token: string, place: number): boolean => {
            const start = all.text_offset[place] ?? 0;
            return whole ? start + [...token].length <= visible : start < visible;
          };
          expect(taken).toEqual(tokens.filter(isVisible));
        });
        expect([...taken, ...(held.end()?.tokens ?? [])]).toEqual(tokens);
        expect(held.end()).toBeUndefined();
      },
    ),
  );
});
