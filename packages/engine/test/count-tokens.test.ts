import { setImmediate } from "node:timers/promises";
import { encode } from "gpt-tokenizer/encoding/r50k_base";
import { expect, test } from "vitest";
import { countTokens } from "../src/index.ts";

const { signal } = new AbortController();

test.each(["", "Call me Ishmael.", "Überraschung 🐳 in 2026\n\n\tfoo"])(
  "counts the tokens of %j as the encoding does",
  async (text) => {
    expect(await countTokens(text, signal)).toBe(encode(text).length);
  },
);

test("lets other work run while it counts a long text, and can be aborted", async () => {
  const text = "Call me Ishmael. ".repeat(50_000);
  const controller = new AbortController();
  const counting = countTokens(text, controller.signal);
  counting.catch(() => {});
  for (let turns = 0; turns < 3; turns += 1) await setImmediate();
  controller.abort(new Error("Never mind."));
  await expect(counting).rejects.toThrow("Never mind.");
});
