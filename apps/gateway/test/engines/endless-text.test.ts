import { expect, test } from "vitest";
import { dialects } from "../../src/backends/openai/dialects.ts";
import { ChoiceReader } from "../../src/backends/openai/responses/choice-reader.ts";

test("a stream whose text never ends is a 502 before it fills the memory", () => {
  const reader = new ChoiceReader(0, { prompt: "Say it" }, {}, dialects.vllm);
  const text = "a".repeat(2 ** 24);
  for (let count = 0; count < 4; count += 1) expect(reader.read({ text }).text).toBe(text);
  expect(() => reader.read({ text: "a" })).toThrow(
    expect.objectContaining({
      code: "bad_gateway",
      cause: expect.objectContaining({
        message: "The model's server sent more than 67108864 characters.",
      }),
    }),
  );
});
