import { type HttpError, otherError } from "@completions-api/protocol";
import { knownPreferences, type Preferences } from "./known-preferences.ts";
import { parsePrefer } from "./prefer-header.ts";

/** What cannot be asked for together, whatever the request. */
const conflicts: readonly {
  readonly message: string;
  readonly found: (preferences: Preferences) => boolean;
}[] = [
  {
    message: "dynamic goes only with ttft and jitter",
    found: ({ dynamic, code, example, itl, fault }) => dynamic === true && isAny(code, example, itl, fault),
  },
  {
    message: "retry-after needs code=429 or code=503",
    found: ({ code, "retry-after": retryAfter }) => isAny(retryAfter) && code !== 429 && code !== 503,
  },
  {
    message: "retry-after does not go with example",
    found: ({ example, "retry-after": retryAfter }) => isAny(retryAfter) && isAny(example),
  },
  {
    message: "an error has no events for itl or fault",
    found: ({ code = 200, itl, fault }) => code !== 200 && isAny(itl, fault),
  },
  { message: "after needs a fault", found: ({ after, fault }) => isAny(after) && !isAny(fault) },
  {
    message: "jitter needs ttft or itl",
    found: ({ jitter, ttft, itl }) => isAny(jitter) && !isAny(ttft, itl),
  },
];

/**
 * Reads a header `Prefer`.
 *
 * @throws HttpError 400 `invalid_header` where it is malformed, names a preference that there is not, or asks for what
 * cannot be had together.
 */
export function readPreferences(header: string | undefined): Preferences {
  const parsed = parsePrefer(header ?? "");
  if (!(parsed instanceof Map)) {
    throw invalidPreference(`cannot be read from character ${parsed.malformedAt + 1} on`);
  }
  const read = (name: string, text: string): [string, unknown] => {
    if (!isKnown(name)) throw invalidPreference(`there is no preference ${JSON.stringify(name)}`);
    const value = knownPreferences[name].read(text);
    if (value === undefined) throw invalidPreference(`${JSON.stringify(text)} is no value of ${name}`);
    return [name, value];
  };
  const preferences: Preferences = Object.fromEntries(Array.from(parsed, ([name, text]) => read(name, text)));
  const conflict = conflicts.find(({ found }) => found(preferences));
  if (conflict !== undefined) throw invalidPreference(conflict.message);
  return preferences;
}

/** The error for a `Prefer` that cannot be followed. It lists what can. */
export function invalidPreference(message: string): HttpError {
  const known = Object.entries(knownPreferences).map(([name, { value }]) => `${name}=${value}`);
  return otherError("invalid_header", `Header prefer: ${message}. Known preferences: ${known.join(", ")}.`, {
    param: "prefer",
  });
}

/** The value of `Preference-Applied` (RFC 7240, section 3), empty where nothing was. */
export function formatApplied(preferences: Preferences): string {
  return Object.entries(preferences)
    .map(([name, value]) => `${name}=${value}`)
    .join(", ");
}

function isKnown(name: string): name is keyof Preferences {
  return Object.hasOwn(knownPreferences, name);
}

function isAny(...values: unknown[]): boolean {
  return values.some((value) => value !== undefined);
}
