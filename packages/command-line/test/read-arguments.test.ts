import fc from "fast-check";
import { expect, test } from "vitest";
import { readArguments, UsageError } from "../src/index.ts";
import { greet } from "./support/greet.ts";

const defaults = {
  whom: "Ishmael",
  secret: "s3cret",
  times: 1,
  "dry-run": false,
  title: undefined,
  language: [],
};
const needed = ["Ishmael", "--secret", "s3cret"];

test.each([
  ["only what is required", [], {}],
  ["a separate value", ["--times", "2"], { times: 2 }],
  ["a value after =", ["--times=2"], { times: 2 }],
  ["both ends of the range", ["--times", "65535", "--times", "0"], { times: 0 }],
  ["a flag", ["--dry-run"], { "dry-run": true }],
  ["a flag twice", ["--dry-run", "--dry-run"], { "dry-run": true }],
  ["a repeated option", ["--language", "de", "--language=en"], { language: ["de", "en"] }],
  ["the last value of an option that is not repeatable", ["--title", "Mr", "--title", "Dr"], { title: "Dr" }],
  ["a value with = in it", ["--title=a=b"], { title: "a=b" }],
  ["a value that begins with a dash", ["--title=--dry-run"], { title: "--dry-run" }],
  ["an empty value of an option that may be empty", ["--secret="], { secret: "" }],
])("reads %s", (_, args, expected) => {
  expect(readArguments(greet, [...needed, ...args])).toEqual({ values: { ...defaults, ...expected } });
});

test.each([
  ["a leading --", ["--", ...needed]],
  ["an operand after --", ["--secret", "s3cret", "--", "Ishmael"]],
])("accepts %s", (_, args) => {
  expect(readArguments(greet, args)).toEqual({ values: defaults });
});

const hint = "Try greet --help.";

test.each([
  ["an unknown option", ["--nonesuch"], `Unknown option '--nonesuch'. ${hint}`],
  ["a misspelled option", ["--tmies", "1"], `Unknown option '--tmies'. Did you mean --times? ${hint}`],
  [
    "a misspelled option, without its value",
    ["--secrte=s3cret"],
    `Unknown option '--secrte'. Did you mean --secret? ${hint}`,
  ],
  ["a short option, without its value", ["-ss3cret"], `Unknown option '-s'. ${hint}`],
  ["an option without a name", ["--=s3cret"], `Unknown option '--='. ${hint}`],
  ["the operand as an option", ["--whom=s3cret"], `Unknown option '--whom'. ${hint}`],
  ["control characters", ["--a\n\u001B"], `Unknown option '--a\\n\\u001b'. ${hint}`],
  [
    "the negation of a flag",
    ["--no-dry-run"],
    `Unknown option '--no-dry-run'. Did you mean --dry-run? ${hint}`,
  ],
  ["a second operand", ["s3cret"], `Too many arguments. Expected 1 argument but got 2. ${hint}`],
  ["a flag with a value", ["--dry-run=no"], `--dry-run takes no value. ${hint}`],
  [
    "a missing value",
    ["--times"],
    `--times needs a value: --times N, or --times=N if it begins with a dash. ${hint}`,
  ],
  [
    "an option in place of a value",
    ["--title", "--dry-run"],
    `--title needs a value: --title TITLE, or --title=TITLE if it begins with a dash. ${hint}`,
  ],
  [
    "a number out of range",
    ["--times=65536"],
    '--times must be a whole number from 0 to 65535, not "65536".',
  ],
  ["a negative number", ["--times=-1"], '--times must be a whole number from 0 to 65535, not "-1".'],
  ["another notation", ["--times=1e3"], '--times must be a whole number from 0 to 65535, not "1e3".'],
  ["an empty number", ["--times="], '--times must be a whole number from 0 to 65535, not "".'],
  ["an empty text", ["--title="], "--title must be a title, not empty."],
  ["none of the choices", ["--language", "fr"], '--language must be one of en, de, not "fr".'],
])("refuses %s", (_, args, message) => {
  expect(() => readArguments(greet, [...needed, ...args])).toThrow(new UsageError(message));
});

test.each([
  [["Ishmael"], "--secret is required."],
  [["--secret", "s3cret"], "<whom> is required."],
])("refuses %j, which is incomplete", (args, message) => {
  expect(() => readArguments(greet, args)).toThrow(new UsageError(message));
});

test("any arguments are read, or refused with a usage error of one line", () => {
  const names = [
    "secret",
    "times",
    "dry-run",
    "title",
    "language",
    "whom",
    "help",
    "version",
    "tiems",
    "__proto__",
  ];
  const option = fc.constantFrom(...names).map((name) => `--${name}`);
  const value = fc.oneof(fc.constantFrom("1", "en", "", "-", "-1", "--"), fc.string({ unit: "binary" }));
  const argument = fc.oneof(
    option,
    value,
    fc.tuple(option, value).map(([name, text]) => `${name}=${text}`),
  );
  const outcomes = new Set<string>();
  fc.assert(
    fc.property(fc.constantFrom(needed, []), fc.array(argument, { maxLength: 6 }), (first, args) => {
      try {
        const result = readArguments(greet, [...first, ...args]);
        outcomes.add(Object.keys(result).join());
        if ("values" in result) expect(Object.keys(result.values)).toEqual(Object.keys(greet.options));
      } catch (error) {
        outcomes.add("error");
        expect(error).toBeInstanceOf(UsageError);
        expect(String(error)).toMatch(/^UsageError: [^\n\r]+[.?]$/);
      }
    }),
    { numRuns: 1000 },
  );
  expect([...outcomes].sort()).toEqual(["error", "text", "values"]);
});

test.each([["--secret"], ["--secrets"], ["--whom"], ["--nonesuch"], ["--dry-run"], ["-s"], ["--"], [""]])(
  "a secret after %j is not in the message",
  (before) => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{12}$/), fc.constantFrom("=", " "), (secret, separator) => {
        const args = separator === "=" ? [`${before}=${secret}`] : [before, secret];
        try {
          readArguments(greet, ["Ishmael", ...args, "--times=x"]);
          expect.unreachable();
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
          expect(String(error)).not.toContain(secret);
        }
      }),
    );
  },
);

test("--version gives the version", () => {
  expect(readArguments(greet, ["--version"])).toEqual({ text: "1.2.3\n" });
});

test.each([
  ["with nothing else", []],
  ["even if a value is invalid", ["--times", "x"]],
  ["rather than the version", ["--version"]],
])("--help gives the help, %s", (_, args) => {
  const result = readArguments(greet, [...args, "--help"]);
  expect("text" in result && result.text).toBe(`Usage: greet <whom> --secret SECRET [options]

Greets somebody.

Arguments:
  whom             Person to greet.

Options:
  --secret SECRET  Secret handshake.
  --times N        Number of greetings. Default: 1.
  --dry-run        Stay silent.
  --title TITLE    Title of the person, which is long enough to need a second line in the help of
                   this program. Default: none.
  --language CODE  Language of a greeting. Repeat it for several.
  --help           Print this help.
  --version        Print the version.

Two lines of text,
as they are.

Languages:
  en
      English
  de
      German, German, German, German, German, German, German, German, German, German, German,
      German, German, German, German,

Exit codes:
  0  greeted
  1  nobody was there
  2  invalid arguments, or the program could not run
`);
});
