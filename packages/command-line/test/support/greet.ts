import {
  flag,
  oneOf,
  optional,
  type Program,
  repeatable,
  required,
  text,
  wholeNumber,
  withDefault,
} from "../../src/index.ts";

interface GreetOptions {
  readonly whom: string;
  readonly secret: string;
  readonly times: number;
  readonly "dry-run": boolean;
  readonly title: string | undefined;
  readonly language: readonly ("en" | "de")[];
}

/** A program with an option of each kind. */
export const greet: Program<GreetOptions> = {
  name: "greet",
  version: "1.2.3",
  summary: "Greets somebody.",
  options: {
    whom: required({
      isOperand: true,
      valueName: "whom",
      description: "Person to greet.",
      read: text("a name"),
    }),
    secret: required({ valueName: "SECRET", description: "Secret handshake.", read: (secret) => secret }),
    times: withDefault({
      valueName: "N",
      description: "Number of greetings.",
      default: 1,
      read: wholeNumber(0, 65_535),
    }),
    "dry-run": flag("Stay silent."),
    title: optional({
      valueName: "TITLE",
      description:
        "Title of the person, which is long enough to need a second line in the help of this program.",
      defaultText: "none",
      read: text("a title"),
    }),
    language: repeatable({
      valueName: "CODE",
      description: "Language of a greeting. Repeat it for several.",
      read: oneOf(["en", "de"]),
    }),
  },
  sections: [
    { text: "Two lines of text,\nas they are." },
    { text: "Languages:", terms: { en: "English", de: "German, ".repeat(15) } },
  ],
  exitCodes: { 0: "greeted", 1: "nobody was there" },
};
