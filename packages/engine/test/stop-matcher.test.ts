import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileStopPatterns, StopMatcher } from "../src/stop-matcher.ts";

/** Returns the text that is released after each part, and at the end. */
function run(parts: readonly string[], stop: readonly string[]): { released: string[]; stopped: boolean } {
  const stopMatcher = new StopMatcher(compileStopPatterns(stop));
  const released = parts.map((part) => stopMatcher.push(part));
  return { released: [...released, stopMatcher.end()], stopped: stopMatcher.stopped };
}

/** Returns the start of the stop sequence that is complete first, of the longest if there are several; -1 for none. */
function firstStop(text: string, stop: readonly string[]): number {
  const found = stop
    .map((sequence) => ({ start: text.indexOf(sequence), length: sequence.length }))
    .filter(({ start }) => start >= 0)
    .sort((a, b) => a.start + a.length - (b.start + b.length) || a.start - b.start);
  return found[0]?.start ?? -1;
}

/** Returns the longest end of `text` that may be the beginning of a stop sequence. */
function undecided(text: string, stop: readonly string[]): string {
  for (let start = 0; start < text.length; start += 1) {
    const end = text.slice(start);
    if (stop.some((sequence) => sequence.startsWith(end))) {
      return end;
    }
  }
  return "";
}

// Few letters, so sequences appear, overlap and begin without completing.
const letters = fc.constantFrom("a", "b", "\n", "😀", "\ud83d");
const parts = fc.array(fc.string({ unit: letters, maxLength: 6 }), { maxLength: 12 });
const stops = fc.array(fc.string({ unit: letters, minLength: 1, maxLength: 5 }), { maxLength: 4 });

test("ends the text before the first stop sequence for every chunking", () => {
  fc.assert(
    fc.property(parts, stops, (parts, stop) => {
      const text = parts.join("");
      const start = firstStop(text, stop);
      const { released, stopped } = run(parts, stop);
      expect(stopped).toBe(start >= 0);
      expect(released.join("")).toBe(start >= 0 ? text.slice(0, start) : text);
    }),
    { numRuns: 2000 },
  );
});

test("holds back only text that may begin a stop sequence", () => {
  fc.assert(
    fc.property(parts, stops, (parts, stop) => {
      const { released, stopped } = run(parts, stop);
      fc.pre(!stopped);
      for (let count = 1; count <= parts.length; count += 1) {
        const text = parts.slice(0, count).join("");
        expect(released.slice(0, count).join("") + undecided(text, stop)).toBe(text);
      }
    }),
    { numRuns: 2000 },
  );
});

describe("examples", () => {
  test("a sequence across three parts", () => {
    expect(run(["The E", "N", "D."], ["END"])).toEqual({ released: ["The ", "", "", ""], stopped: true });
  });

  test("text held back at the end is released once", () => {
    const stopMatcher = new StopMatcher(compileStopPatterns(["END"]));
    expect([stopMatcher.push("The E"), stopMatcher.end(), stopMatcher.end()]).toEqual(["The ", "E", ""]);
  });

  test("a beginning that does not complete", () => {
    expect(run(["The EN", "EMY", "E"], ["END"])).toEqual({
      released: ["The ", "ENEMY", "", "E"],
      stopped: false,
    });
  });

  test("a beginning within a beginning", () => {
    expect(run(["a", "a", "a", "b", "c"], ["aab"])).toEqual({
      released: ["", "", "a", "", "", ""],
      stopped: true,
    });
  });

  test("the sequence that is complete first wins over one that began earlier", () => {
    expect(run(["abcd"], ["abcd", "bc"]).released.join("")).toBe("a");
    expect(run(["abcd"], ["abcde", "bc"]).released.join("")).toBe("a");
  });

  test("the longest of several sequences that are complete at once wins", () => {
    expect(run(["xabc"], ["c", "abc", "bc"]).released.join("")).toBe("x");
  });

  test("a sequence of a megabyte that is never complete holds back as little as possible", () => {
    const stop = "a".repeat(1_000_000);
    const { released, stopped } = run(new Array<string>(1000).fill("aaab"), [stop]);
    expect({ stopped, length: released.join("").length }).toEqual({ stopped: false, length: 4000 });
  });
});
