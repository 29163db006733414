import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createTermFilter } from "../../src/content-filter/term-filter.ts";
import { anyText } from "../support/any-text.ts";
import { isWithinWord, plainTerms, type Spelled, spelledTexts, toPlain } from "./spelled-text.ts";

/** Returns the text that is released after each part, and at the end. */
function run(parts: readonly string[], terms: readonly string[]): { released: string[]; stopped: boolean } {
  const watch = createTermFilter(terms).watch();
  const released = parts.map((part) => watch.push(part));
  return { released: [...released, watch.end()], stopped: watch.stopped };
}

function cutAt(places: readonly number[], text: string): string[] {
  const sorted = [...places, 0, text.length].filter((place) => place <= text.length).sort((a, b) => a - b);
  return sorted.slice(1).map((place, index) => text.slice(sorted[index], place));
}

function join(text: readonly Spelled[]): string {
  return text.map(({ spelling }) => spelling).join("");
}

/** Finds the start of the term that is complete first, of the longest if there are several. */
function findFirst(plain: string, terms: readonly string[]): number | undefined {
  const found = terms.flatMap((term) =>
    Array.from(plain, (_, start) => ({ start, end: start + term.length })).filter(
      ({ start, end }) =>
        plain.startsWith(term, start) && !isWithinWord(plain, start) && !isWithinWord(plain, end),
    ),
  );
  return found.sort((a, b) => a.end - b.end || a.start - b.start)[0]?.start;
}

/** Finds the start of the longest end of the text that may be the beginning of a term. */
function findUndecided(plain: string, terms: readonly string[]): number {
  const starts = Array.from(plain, (_, start) => start).filter((start) =>
    terms.some((term) => term.startsWith(plain.slice(start)) && !isWithinWord(plain, start)),
  );
  return starts[0] ?? plain.length;
}

test("ends a text before the first term for every spelling and chunking", () => {
  fc.assert(
    fc.property(spelledTexts, plainTerms, fc.array(fc.nat({ max: 50 })), (text, terms, cuts) => {
      const { plain, places } = toPlain(text);
      const whole = join(text);
      const start = findFirst(plain, terms);
      const { released, stopped } = run(cutAt(cuts, whole), terms);
      expect({ text: released.join(""), stopped }).toEqual({
        text: start === undefined ? whole : whole.slice(0, places[start]),
        stopped: start !== undefined,
      });
    }),
    { numRuns: 3000 },
  );
});

test("holds back only text that may begin a term", () => {
  fc.assert(
    fc.property(spelledTexts, plainTerms, (text, terms) => {
      const { released } = run(
        text.map(({ spelling }) => spelling),
        terms,
      );
      for (let count = 1; count <= text.length; count += 1) {
        const { plain, places } = toPlain(text.slice(0, count));
        if (findFirst(`${plain}-`, terms) !== undefined) break;
        const free = places[findUndecided(plain, terms)];
        expect(released.slice(0, count).join("")).toBe(join(text).slice(0, free));
      }
    }),
    { numRuns: 3000 },
  );
});

test("refuses a prompt if a completion with its text would be cut", () => {
  fc.assert(
    fc.property(spelledTexts, plainTerms, (text, terms) => {
      const allowed = createTermFilter(terms).allowsPrompt(join(text));
      expect(allowed).toBe(findFirst(toPlain(text).plain, terms) === undefined);
    }),
  );
});

test("releases any text without the term unchanged for every chunking", () => {
  const anything = anyText().filter((text) => !/[qｑ𝐪-𝟋ⓠ🄠Ⓠ]/iu.test(text));
  fc.assert(
    fc.property(anything, fc.array(fc.nat({ max: 20 })), (text, cuts) => {
      expect(run(cutAt(cuts, text), ["qqq qqq"])).toMatchObject({ stopped: false });
      expect(run(cutAt(cuts, text), ["qqq qqq"]).released.join("")).toBe(text);
    }),
  );
});

describe("equal spellings", () => {
  test.each([
    ["café", "CAFÉ"],
    ["café", "cafe"],
    ["cafe", "cafe\u0301"],
    ["strasse", "Straße"],
    ["STRAẞE", "strasse"],
    ["naïve", "NAİVE"],
    ["office", "oﬃce"],
    ["Ὀδυσσεύς", "ΟΔΥΣΣΕΥΣ"],
    ["ёлка", "ЕЛКА"],
    ["مدرسة", "مَدْرَسَة"],
    ["data", "ｄａｔａ"],
    ["カタカナ", "ｶﾀｶﾅ"],
    ["ガス", "ｶﾞｽ"],
    ["한글", "한글".normalize("NFD")],
    ["two words", "Two \n\u00a0 words"],
    ["hidden", "hid\u200bd\u00ade\u2060n"],
    ["hidden", "hid\u0000den"],
    ["c++", "C＋＋"],
  ])("%j is found as %j", (term, text) => {
    expect(createTermFilter([term]).allowsPrompt(`- ${text}!`)).toBe(false);
  });
});

describe("other words", () => {
  test.each([
    ["ass", "class"],
    ["ass", "assign"],
    ["ass", "ass2"],
    ["cafe", "cafe\u0301s"],
    ["कल", "कला"],
    ["ハス", "バス"],
    ["가", "각"],
    ["two words", "twowords"],
    ["i", "ijs"],
  ])("%j is not found in %j", (term, text) => {
    expect(createTermFilter([term]).allowsPrompt(text)).toBe(true);
  });
});

describe("terms without a space after them", () => {
  test.each([
    ["禁止", "被禁止的"],
    ["단어", "단어를"],
    ["คำ", "หลายคำนี้"],
    ["ass", "ass漢"],
    ["ass", "bad_ass!"],
    ["$$", "a$$b"],
  ])("%j is found in %j", (term, text) => {
    expect(createTermFilter([term]).allowsPrompt(text)).toBe(false);
  });
});

test("a combining mark in a later event belongs to the term", () => {
  expect(run(["the caf", "e", "\u0301", "!"], ["café"])).toEqual({
    released: ["the ", "", "", "", ""],
    stopped: true,
  });
});

test("finds a term within the beginning of a longer one", () => {
  expect(run(["it is bad", " weather"], ["is bad luck", "bad"])).toEqual({
    released: ["it ", "is ", ""],
    stopped: true,
  });
});

test("decides about the end of a word with the next text or at the end", () => {
  expect(run(["an ass", "et"], ["ass"]).released).toEqual(["an ", "asset", ""]);
  expect(run(["an ass"], ["ass"])).toEqual({ released: ["an ", ""], stopped: true });
});

test.each(["", "  ", "\u200b", "\u0301"])("%j is not a valid term", (term) => {
  expect(() => createTermFilter(["fine", term])).toThrow(
    new RangeError(`The term ${JSON.stringify(term)} has no character that the filter can search for.`),
  );
});

test("searches ten thousand terms in one pass", () => {
  // All of them begin at every place of the text: a search for one after the other would take minutes and time out.
  const terms = Array.from({ length: 10_000 }, (_, index) => `${"a ".repeat(50)}${index}`);
  expect(createTermFilter(terms).allowsPrompt("a ".repeat(500_000))).toBe(true);
});
