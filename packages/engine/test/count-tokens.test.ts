import { setImmediate } from "node:timers/promises";
import { encode } from "gpt-tokenizer/encoding/r50k_base";
import { expect, test } from "vitest";
import { countTokens } from "../src/index.ts";

const { signal } = new AbortController();

test("a text has as many tokens as the embedded engine makes of it", async () => {
  expect(await countTokens("", signal)).toBe(0);
  for (const text of ["Call me Ishmael.", "Überraschung 🐳 in 2026\n\n\tfoo"]) {
    expect(await countTokens(text, signal)).toBe(encode(text).length);
  }
});

test("while a long text is counted, others have their turns, and may call it off", async () => {
  const text = "Call me Ishmael. ".repeat(50_000);
  const controller = new AbortController();
  const counting = countTokens(text, controller.signal);
  counting.catch(() => {});
  for (let turns = 0; turns < 3; turns += 1) await setImmediate();
  controller.abort(new Error("Never mind."));
  await expect(counting).rejects.toThrow("Never mind.");
});
