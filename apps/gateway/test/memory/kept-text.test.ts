import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { KeptText } from "../../src/backends/openai/responses/kept-text.ts";

test("the start and the end of long parts do not keep all of them in memory", () => {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  collect();
  const before = process.memoryUsage().heapUsed;
  const texts = Array.from({ length: 50 }, (_, place) => {
    const text = new KeptText();
    for (const letter of "ab") text.add(Buffer.alloc(1_000_000, letter + place).toString("latin1"));
    return text;
  });
  collect();
  // The starts alone are 3.3 MB.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(15_000_000);
  expect(texts).toHaveLength(50);
});

test("what is kept is the start and the end of the text, whatever its characters", () => {
  const part = fc.string({
    unit: fc.constantFrom("a".repeat(999), "\u{1F433}".repeat(999), "\ud800"),
    maxLength: 40,
  });
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const whole = parts.join("");
      const kept = new KeptText();
      for (const one of parts) kept.add(one);
      expect(kept.length).toBe(whole.length);
      expect(kept.start() === whole.slice(0, 2 ** 16)).toBe(true);
      expect(kept.end() === whole.slice(-(2 ** 11))).toBe(true);
    }),
  );
});
