import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileStopPatterns, StopMatcher } from "../src/stop-matcher.ts";

/** What comes through after each piece, and at the end. */
function run(pieces: readonly string[], stop: readonly string[]): { through: string[]; stopped: boolean } {
  const stopMatcher = new StopMatcher(compileStopPatterns(stop));
  const through = pieces.map((piece) => stopMatcher.push(piece));
  return { through: [...through, stopMatcher.end()], stopped: stopMatcher.stopped };
}

/** The start of the stop sequence that is complete first, the longest where there are several; -1 for none. */
function firstStop(text: string, stop: readonly string[]): number {
  const found = stop
    .map((sequence) => ({ start: text.indexOf(sequence), length: sequence.length }))
    .filter(({ start }) => start >= 0)
    .sort((a, b) => a.start + a.length - (b.start + b.length) || a.start - b.start);
  return found[0]?.start ?? -1;
}

/** The longest end of `text` that a stop sequence could begin with. */
function undecided(text: string, stop: readonly string[]): string {
  for (let start = 0; start < text.length; start += 1) {
    const end = text.slice(start);
    if (stop.some((sequence) => sequence.startsWith(end))) {
      return end;
    }
  }
  return "";
}

// Few letters, so that sequences appear, overlap and begin in vain.
const letters = fc.constantFrom("a", "b", "\n", "😀", "\ud83d");
const pieces = fc.array(fc.string({ unit: letters, maxLength: 6 }), { maxLength: 12 });
const stops = fc.array(fc.string({ unit: letters, minLength: 1, maxLength: 5 }), { maxLength: 4 });

test("the text ends before the first stop sequence, however it is cut", () => {
  fc.assert(
    fc.property(pieces, stops, (pieces, stop) => {
      const text = pieces.join("");
      const start = firstStop(text, stop);
      const { through, stopped } = run(pieces, stop);
      expect(stopped).toBe(start >= 0);
      expect(through.join("")).toBe(start >= 0 ? text.slice(0, start) : text);
    }),
    { numRuns: 2000 },
  );
});

test("no more is held back than could begin a stop sequence", () => {
  fc.assert(
    fc.property(pieces, stops, (pieces, stop) => {
      const { through, stopped } = run(pieces, stop);
      fc.pre(!stopped);
      for (let count = 1; count <= pieces.length; count += 1) {
        const text = pieces.slice(0, count).join("");
        expect(through.slice(0, count).join("") + undecided(text, stop)).toBe(text);
      }
    }),
    { numRuns: 2000 },
  );
});

describe("examples", () => {
  test("a sequence over three pieces", () => {
    expect(run(["The E", "N", "D."], ["END"])).toEqual({ through: ["The ", "", "", ""], stopped: true });
  });

  test("what is held back at the end comes through once", () => {
    const stopMatcher = new StopMatcher(compileStopPatterns(["END"]));
    expect([stopMatcher.push("The E"), stopMatcher.end(), stopMatcher.end()]).toEqual(["The ", "E", ""]);
  });

  test("a false beginning", () => {
    expect(run(["The EN", "EMY", "E"], ["END"])).toEqual({
      through: ["The ", "ENEMY", "", "E"],
      stopped: false,
    });
  });

  test("a beginning within a beginning", () => {
    expect(run(["a", "a", "a", "b", "c"], ["aab"])).toEqual({
      through: ["", "", "a", "", "", ""],
      stopped: true,
    });
  });

  test("the sequence that is complete first wins over one that began before", () => {
    expect(run(["abcd"], ["abcd", "bc"]).through.join("")).toBe("a");
    expect(run(["abcd"], ["abcde", "bc"]).through.join("")).toBe("a");
  });

  test("the longest wins of those that are complete at once", () => {
    expect(run(["xabc"], ["c", "abc", "bc"]).through.join("")).toBe("x");
  });

  test("a sequence of a megabyte that is never complete holds back no more than it must", () => {
    const stop = "a".repeat(1_000_000);
    const { through, stopped } = run(new Array<string>(1000).fill("aaab"), [stop]);
    expect({ stopped, length: through.join("").length }).toEqual({ stopped: false, length: 4000 });
  });
});
