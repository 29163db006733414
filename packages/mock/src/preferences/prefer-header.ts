import { type HttpError, otherError, quoteName } from "@completions-api/protocol";
import { knownPreferences, type Preferences } from "./known-preferences.ts";

/** Combinations of preferences that make no sense, whatever the request. */
const conflicts: readonly {
  readonly problem: string;
  readonly found: (preferences: Preferences) => boolean;
}[] = [
  {
    problem: "combines dynamic with a preference other than ttft and jitter",
    found: ({ dynamic, code, example, itl, fault }) => dynamic === true && isAny(code, example, itl, fault),
  },
  {
    problem: "has retry-after without code=429 or code=503",
    found: ({ code, "retry-after": retryAfter }) => isAny(retryAfter) && code !== 429 && code !== 503,
  },
  {
    problem: "combines retry-after with example",
    found: ({ example, "retry-after": retryAfter }) => isAny(retryAfter) && isAny(example),
  },
  {
    problem: "has itl or fault with an error code, but an error has no events",
    found: ({ code = 200, itl, fault }) => code !== 200 && isAny(itl, fault),
  },
  { problem: "has after without fault", found: ({ after, fault }) => isAny(after) && !isAny(fault) },
  {
    problem: "has jitter without ttft or itl",
    found: ({ jitter, ttft, itl }) => isAny(jitter) && !isAny(ttft, itl),
  },
];

const token = "[!#$%&'*+.^_`|~\\w-]+";
const quoted = '"(?:[^"\\\\]|\\\\.)*"';
const element = new RegExp(
  `[ \\t]*(?:(?<name>${token})(?:[ \\t]*=[ \\t]*(?<word>${token}|${quoted})?)?)?[ \\t]*(?:,|$)`,
  "y",
);

/**
 * Reads a `Prefer` header.
 *
 * @param statuses - the values of `code` that the operation has.
 * @throws HttpError 400 `invalid_header` if the header is malformed, contains an unknown preference or an invalid value, or
 * combines preferences that make no sense together.
 */
export function readPreferences(header: string | undefined, statuses: readonly number[]): Preferences {
  const parsed = parsePrefer(header ?? "");
  if (!(parsed instanceof Map)) {
    throw invalidPreference(`is malformed from character ${parsed.malformedAt + 1} on`);
  }
  const preferences: Preferences = Object.fromEntries(Array.from(parsed, readPreference));
  const { code } = preferences;
  if (code !== undefined && !statuses.includes(code))
    throw invalidPreference(
      `has the invalid value \`${code}\` for code`,
      `Known statuses: ${statuses.join(", ")}.`,
    );
  const conflict = conflicts.find(({ found }) => found(preferences));
  if (conflict !== undefined) throw invalidPreference(conflict.problem);
  return preferences;
}

/**
 * Parses a `Prefer` header (RFC 7240, section 2). The first of several preferences with the same name wins. Parameters, which
 * follow a `;`, are not supported, because no preference of the mock has any.
 *
 * @returns the preferences in the header's order, by name in lower case, with `""` for a missing value. If the header is
 * malformed, the index of the first element that cannot be parsed.
 */
export function parsePrefer(header: string): Map<string, string> | { malformedAt: number } {
  const preferences = new Map<string, string>();
  for (let position = 0; position < header.length; position = element.lastIndex) {
    element.lastIndex = position;
    const groups = element.exec(header)?.groups;
    if (groups === undefined) return { malformedAt: position };
    const { name, word = "" } = groups;
    if (name !== undefined && !preferences.has(name.toLowerCase())) {
      const value = word.startsWith('"') ? word.slice(1, -1).replaceAll(/\\(.)/g, "$1") : word;
      preferences.set(name.toLowerCase(), value);
    }
  }
  return preferences;
}

/**
 * Creates the error for a `Prefer` header that the mock cannot follow. Its message lists the known preferences.
 *
 * @param problem - continues "The Prefer header" and has no period.
 * @param advice - sentences that come before the list.
 */
export function invalidPreference(problem: string, ...advice: readonly string[]): HttpError {
  const known = Object.entries(knownPreferences).map(([name, { value }]) => `${name}=${value}`);
  return otherError("invalid_header", `The Prefer header ${problem}`, {
    advice: [...advice, `Known preferences: ${known.join(", ")}.`].join(" "),
    param: "prefer",
  });
}

/** Formats the `Preference-Applied` header (RFC 7240, section 3). Returns an empty text if there are no preferences. */
export function formatApplied(preferences: Preferences): string {
  return Object.entries(preferences)
    .map(([name, value]) => `${name}=${value}`)
    .join(", ");
}

function readPreference([name, text]: readonly [string, string]): [string, unknown] {
  if (!isKnown(name)) throw invalidPreference(`has the unknown preference ${quoteName(name)}`);
  const value = knownPreferences[name].read(text);
  if (value === undefined) throw invalidPreference(`has the invalid value ${quoteName(text)} for ${name}`);
  return [name, value];
}

function isKnown(name: string): name is keyof Preferences {
  return Object.hasOwn(knownPreferences, name);
}

function isAny(...values: unknown[]): boolean {
  return values.some((value) => value !== undefined);
}
