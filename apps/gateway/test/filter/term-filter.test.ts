import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createTermFilter } from "../../src/content-filter/term-filter.ts";
import { isWithinWord, plainTerms, type Spelled, spelledTexts, toPlain } from "./spelled-text.ts";

/** What comes through after each piece, and at the end. */
function run(pieces: readonly string[], terms: readonly string[]): { through: string[]; stopped: boolean } {
  const watch = createTermFilter(terms).watch();
  const through = pieces.map((piece) => watch.push(piece));
  return { through: [...through, watch.end()], stopped: watch.stopped };
}

function cutAt(places: readonly number[], text: string): string[] {
  const sorted = [...places, 0, text.length].filter((place) => place <= text.length).sort((a, b) => a - b);
  return sorted.slice(1).map((place, index) => text.slice(sorted[index], place));
}

function join(text: readonly Spelled[]): string {
  return text.map(({ spelling }) => spelling).join("");
}

/** Where the term begins that is complete first, the longest where there are several; undefined for none. */
function findFirst(plain: string, terms: readonly string[]): number | undefined {
  const found = terms.flatMap((term) =>
    Array.from(plain, (_, start) => ({ start, end: start + term.length })).filter(
      ({ start, end }) =>
        plain.startsWith(term, start) && !isWithinWord(plain, start) && !isWithinWord(plain, end),
    ),
  );
  return found.sort((a, b) => a.end - b.end || a.start - b.start)[0]?.start;
}

/** Where the longest end of the text begins that a term could begin with. */
function findUndecided(plain: string, terms: readonly string[]): number {
  const starts = Array.from(plain, (_, start) => start).filter((start) =>
    terms.some((term) => term.startsWith(plain.slice(start)) && !isWithinWord(plain, start)),
  );
  return starts[0] ?? plain.length;
}

test("a text ends before the first term, however it is spelled and cut", () => {
  fc.assert(
    fc.property(spelledTexts, plainTerms, fc.array(fc.nat({ max: 50 })), (text, terms, cuts) => {
      const { plain, places } = toPlain(text);
      const whole = join(text);
      const start = findFirst(plain, terms);
      const { through, stopped } = run(cutAt(cuts, whole), terms);
      expect({ text: through.join(""), stopped }).toEqual({
        text: start === undefined ? whole : whole.slice(0, places[start]),
        stopped: start !== undefined,
      });
    }),
    { numRuns: 5000 },
  );
});

test("no more is held back than could begin a term", () => {
  fc.assert(
    fc.property(spelledTexts, plainTerms, (text, terms) => {
      const { through } = run(
        text.map(({ spelling }) => spelling),
        terms,
      );
      for (let count = 1; count <= text.length; count += 1) {
        const { plain, places } = toPlain(text.slice(0, count));
        if (findFirst(`${plain}-`, terms) !== undefined) break;
        const free = places[findUndecided(plain, terms)];
        expect(through.slice(0, count).join("")).toBe(join(text).slice(0, free));
      }
    }),
    { numRuns: 5000 },
  );
});

test("a prompt is refused where a completion of its text would be cut", () => {
  fc.assert(
    fc.property(spelledTexts, plainTerms, (text, terms) => {
      const allowed = createTermFilter(terms).allowsPrompt(join(text));
      expect(allowed).toBe(findFirst(toPlain(text).plain, terms) === undefined);
    }),
  );
});

test("any text without the term comes through as it is, whatever it holds and however it is cut", () => {
  const anything = fc.string({ unit: "binary" }).filter((text) => !/[qｑ𝐪-𝟋ⓠ🄠Ⓠ]/iu.test(text));
  fc.assert(
    fc.property(anything, fc.array(fc.nat({ max: 20 })), (text, cuts) => {
      expect(run(cutAt(cuts, text), ["qqq qqq"])).toMatchObject({ stopped: false });
      expect(run(cutAt(cuts, text), ["qqq qqq"]).through.join("")).toBe(text);
    }),
  );
});

describe("what makes no difference", () => {
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

describe("what is another word", () => {
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

describe("where a term ends, though no space follows", () => {
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

test("a mark that comes in a later event belongs to the term", () => {
  expect(run(["the caf", "e", "\u0301", "!"], ["café"])).toEqual({
    through: ["the ", "", "", "", ""],
    stopped: true,
  });
});

test("a term is found within the beginning of a longer one", () => {
  expect(run(["it is bad", " weather"], ["is bad luck", "bad"])).toEqual({
    through: ["it ", "is ", ""],
    stopped: true,
  });
});

test("whether a word has ended is known once more of the text is, or there is none", () => {
  expect(run(["an ass", "et"], ["ass"]).through).toEqual(["an ", "asset", ""]);
  expect(run(["an ass"], ["ass"])).toEqual({ through: ["an ", ""], stopped: true });
});

test.each(["", "  ", "\u200b", "\u0301"])("%j is no term", (term) => {
  expect(() => createTermFilter(["fine", term])).toThrow(
    new RangeError(`The term ${JSON.stringify(term)} has no character that can be looked for.`),
  );
});

test("ten thousand terms are no slower to look for than one", () => {
  // Every one of them begins wherever the text does: looked for one by one, this takes minutes.
  const terms = Array.from({ length: 10_000 }, (_, index) => `${"a ".repeat(50)}${index}`);
  expect(createTermFilter(terms).allowsPrompt("a ".repeat(500_000))).toBe(true);
});
