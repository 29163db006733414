import { type ApiError, otherError } from "@completions-api/protocol";
import { errorStatuses } from "@completions-api/validators";
import { type Fault, faults } from "./faults.ts";
import { parsePrefer } from "./prefer-header.ts";

/** How the answer to one request is to be, as its header `Prefer` says. */
export interface Preferences {
  readonly code?: number;
  readonly example?: string;
  readonly dynamic?: true;
  /** Milliseconds. */
  readonly ttft?: number;
  /** Milliseconds. */
  readonly itl?: number;
  /** 0 to 1. */
  readonly jitter?: number;
  /** Seconds. */
  readonly "retry-after"?: number;
  readonly fault?: Fault;
  /** Events. */
  readonly after?: number;
}

interface KnownPreference<Value> {
  /** What stands after the `=`. */
  readonly value: string;
  /** What it does, as the documentation has it. */
  readonly meaning: string;
  /** Undefined where `text` is no such value. */
  readonly read: (text: string) => Value | undefined;
}

const statuses = [200, ...new Set<number>(Object.values(errorStatuses))].sort();
const longestWait = 60_000;

/** Every preference that there is: what reads them, and what documents them. */
export const knownPreferences: {
  readonly [Name in keyof Preferences]-?: KnownPreference<NonNullable<Preferences[Name]>>;
} = {
  code: {
    value: "STATUS",
    meaning: `Answer with this status: its first example in the spec, otherwise an error made for it. One of ${statuses.join(", ")}.`,
    read: (text) => statuses.find((status) => String(status) === text),
  },
  example: {
    value: "NAME",
    meaning: "Answer with the spec's example of this name.",
    read: (text) => text || undefined,
  },
  dynamic: {
    value: "true",
    meaning: "Answer with random values that fit the schema, made by Prism. Not streamed.",
    read: (text) => (text === "true" ? true : undefined),
  },
  ttft: {
    value: "MS",
    meaning: `Time to first token: milliseconds before the answer, at most ${longestWait}.`,
    read: (text) => readInteger(text, longestWait),
  },
  itl: {
    value: "MS",
    meaning: `Inter-token latency: milliseconds between two events, at most ${longestWait}. A completion that is not streamed takes as long as its stream would.`,
    read: (text) => readInteger(text, longestWait),
  },
  jitter: {
    value: "SHARE",
    meaning: "Vary each wait by up to this share of it, 0 to 1. The same request always gets the same waits.",
    read: (text) => (/^(0(\.\d+)?|1(\.0+)?)$/.test(text) ? Number(text) : undefined),
  },
  "retry-after": {
    value: "S",
    meaning: "With `code=429` or `code=503`: the seconds in the header `Retry-After`.",
    read: (text) => readInteger(text, 86_400),
  },
  fault: {
    value: faults.join("|"),
    meaning:
      "Break the stream: close the connection, send nothing more, end without `[DONE]`, cut an event in half, or end with an error event.",
    read: (text) => faults.find((fault) => fault === text),
  },
  after: {
    value: "N",
    meaning: "With `fault`: how many events come before it, by default 1. `[DONE]` counts as an event.",
    read: (text) => readInteger(text, 1_000_000),
  },
};

/**
 * Reads a header `Prefer`.
 *
 * @throws ApiError 400 `invalid_header` where it is malformed, names a preference that there is not, or asks for what
 * cannot be had together.
 */
export function readPreferences(header: string | undefined): Preferences {
  const parsed = parsePrefer(header ?? "");
  if (!(parsed instanceof Map)) {
    throw badPreference(`cannot be read from character ${parsed.malformedAt + 1} on`);
  }
  const read = (name: string, text: string): [string, unknown] => {
    if (!isKnown(name)) throw badPreference(`there is no preference ${JSON.stringify(name)}`);
    const value = knownPreferences[name].read(text);
    if (value === undefined) throw badPreference(`${JSON.stringify(text)} is no value of ${name}`);
    return [name, value];
  };
  const preferences: Preferences = Object.fromEntries(Array.from(parsed, ([name, text]) => read(name, text)));
  const conflict = findConflict(preferences);
  if (conflict !== undefined) throw badPreference(conflict);
  return preferences;
}

/** The error for a `Prefer` that cannot be followed. It lists what can. */
export function badPreference(message: string): ApiError {
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

function findConflict(preferences: Preferences): string | undefined {
  const { code, example, dynamic, ttft, itl, jitter, fault, after } = preferences;
  const retryAfter = preferences["retry-after"];
  if (dynamic && (code !== undefined || example !== undefined))
    return "dynamic goes with neither code nor example";
  if (retryAfter !== undefined && code !== 429 && code !== 503)
    return "retry-after needs code=429 or code=503";
  if (retryAfter !== undefined && example !== undefined) return "retry-after does not go with example";
  if ((fault ?? itl) !== undefined && code !== undefined && code !== 200) return `code=${code} has no events`;
  if (after !== undefined && fault === undefined) return "after needs a fault";
  if (jitter !== undefined && ttft === undefined && itl === undefined) return "jitter needs ttft or itl";
  return undefined;
}

function isKnown(name: string): name is keyof Preferences {
  return Object.hasOwn(knownPreferences, name);
}

function readInteger(text: string, most: number): number | undefined {
  return /^\d{1,9}$/.test(text) && Number(text) <= most ? Number(text) : undefined;
}
