/** Strings for a regular expression in the common subset: literals, classes, groups, alternatives and counts. */
export function patternSamples(pattern: string): readonly string[] {
  const parser: Parser = { pattern, index: 0 };
  const alternatives = parseAlternatives(parser);
  const matcher = compile(pattern);
  const samples = [0, 1, 2].flatMap((choice) => alternatives.flatMap((make) => [make(choice)]));
  return [...new Set(samples)].filter((sample) => matcher?.test(sample) ?? true);
}

/** Makes a text. The choice varies which member of a class and how many repetitions are taken. */
type Make = (choice: number) => string;

interface Parser {
  readonly pattern: string;
  index: number;
}

function compile(pattern: string): RegExp | undefined {
  for (const flags of ["u", ""]) {
    try {
      return new RegExp(pattern, flags);
    } catch {
      // The next attempt, without the flag, allows more.
    }
  }
  return undefined;
}

function parseAlternatives(parser: Parser): Make[] {
  const alternatives = [parseSequence(parser)];
  while (parser.pattern[parser.index] === "|") {
    parser.index++;
    alternatives.push(parseSequence(parser));
  }
  return alternatives;
}

function parseSequence(parser: Parser): Make {
  const parts: Make[] = [];
  while (parser.index < parser.pattern.length && !"|)".includes(parser.pattern[parser.index] ?? ""))
    parts.push(repeat(parser, parseAtom(parser)));
  return (choice) => parts.map((make) => make(choice)).join("");
}

function parseAtom(parser: Parser): Make {
  const { pattern } = parser;
  const character = String.fromCodePoint(pattern.codePointAt(parser.index) ?? 0);
  parser.index += character.length;
  if (character === "^" || character === "$") return () => "";
  if (character === ".") return pick(["a", "0", "-"]);
  if (character === "(") return parseGroup(parser);
  if (character === "[") return parseClass(parser);
  if (character === "\\") return parseEscape(parser);
  return () => character;
}

function parseGroup(parser: Parser): Make {
  const opening = /^\?(?:[:=!]|<[=!]|<\w+>)/u.exec(parser.pattern.slice(parser.index))?.[0] ?? "";
  parser.index += opening.length;
  const alternatives = parseAlternatives(parser);
  parser.index++;
  // A look-around takes no text. What it asks for is left to the caller's check.
  if (/^\?<?[=!]$/u.test(opening)) return () => "";
  return (choice) => alternatives[choice % alternatives.length]?.(choice) ?? "";
}

function parseClass(parser: Parser): Make {
  const end = /(?<=[^\\](?:\\\\)*)\]/u.exec(parser.pattern.slice(parser.index + 1));
  const body = parser.pattern.slice(parser.index, parser.index + 1 + (end?.index ?? 0));
  parser.index += body.length + 1;
  const matcher = compile(`^[${body}]$`);
  const members = [...candidates].filter((character) => matcher?.test(character) ?? true);
  return pick(members.length > 0 ? members : [""]);
}

const candidates = `a0A-_.:/ +z9Z@#,;=~!?*()[]{}<>|&%$"'\\\n\t\u00e9\u{1f433}bcdefBCDEF12345678`;

function parseEscape(parser: Parser): Make {
  const unicode = /^[pP]\{[^}]*\}|^u\{?[\da-fA-F]+\}?|^x[\da-fA-F]{2}/u.exec(
    parser.pattern.slice(parser.index),
  )?.[0];
  const code = unicode ?? parser.pattern[parser.index] ?? "";
  parser.index += code.length;
  if (code === "b" || code === "B") return () => "";
  const matcher = compile(`^\\${code}$`);
  const members = [...candidates].filter((character) => matcher?.test(character) ?? false);
  return pick(members.length > 0 ? members : [code]);
}

function repeat(parser: Parser, make: Make): Make {
  const count = /^(?:[*+?]|\{(\d+)(,(\d*))?\})\??/u.exec(parser.pattern.slice(parser.index));
  if (!count) return make;
  parser.index += count[0].length;
  const [text, exact] = count;
  const least = exact !== undefined ? Number(exact) : text.startsWith("+") ? 1 : 0;
  const most =
    exact !== undefined && count[2] === undefined
      ? least
      : text.startsWith("?")
        ? 1
        : count[3]
          ? Number(count[3])
          : least + 2;
  return (choice) => make(choice).repeat(Math.min(most, least + choice));
}

function pick(members: readonly string[]): Make {
  return (choice) => members[choice % members.length] ?? "";
}
