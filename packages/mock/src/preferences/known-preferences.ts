import { errorStatuses } from "@completions-api/validators";
import { type Fault, faults } from "../responses/faults.ts";

/** The values in the `Prefer` header of a request. They control the response. */
export interface Preferences {
  /** The status of the response. */
  readonly code?: number;
  /** The name of an example in the spec. */
  readonly example?: string;
  /** Asks for random values. */
  readonly dynamic?: true;
  /** Milliseconds. */
  readonly ttft?: number;
  /** Milliseconds. */
  readonly itl?: number;
  /** From 0 to 1. */
  readonly jitter?: number;
  /** Seconds. */
  readonly "retry-after"?: number;
  readonly fault?: Fault;
  /** The number of events before the fault. */
  readonly after?: number;
}

interface KnownPreference<Value> {
  /** The form of the value, for `--help`, the README and error messages. */
  readonly value: string;
  /** The effect of the preference, for `--help` and the README. */
  readonly meaning: string;
  /** Reads a value. Returns undefined if it is invalid. */
  readonly read: (text: string) => Value | undefined;
}

const maxWait = 60_000;
const maxRetryAfter = 86_400;

/** All preferences: the one table that values are read by and that the documentation shows. */
export const knownPreferences: {
  readonly [Name in keyof Preferences]-?: KnownPreference<NonNullable<Preferences[Name]>>;
} = {
  code: {
    value: "STATUS",
    meaning: `Respond with this status: its first example in the spec, or an error created by the mock if there is none. One of ${listStatuses(errorStatuses).join(", ")}. Under \`/v1/\`, there is no 422.`,
    // Each operation has its own statuses.
    read: (text) => (/^\d{3}$/.test(text) ? Number(text) : undefined),
  },
  example: {
    value: "NAME",
    meaning: "Respond with the example of this name in the spec.",
    read: (text) => text || undefined,
  },
  dynamic: {
    value: "true",
    meaning: "Respond with random values that fit the schema, created by Prism. Not for streams.",
    read: (text) => (text === "true" ? true : undefined),
  },
  ttft: {
    value: "MS",
    meaning: `Time to first token: milliseconds before the response, at most ${maxWait}.`,
    read: (text) => readInteger(text, maxWait),
  },
  itl: {
    value: "MS",
    meaning: `Inter-token latency: milliseconds between two events, at most ${maxWait}. Without streaming, the response takes as long as the stream would.`,
    read: (text) => readInteger(text, maxWait),
  },
  jitter: {
    value: "SHARE",
    meaning:
      "With `ttft` or `itl`: vary each wait by up to this share of it, 0 to 1. The same request always gets the same waits.",
    read: (text) => (/^(0(\.\d+)?|1(\.0+)?)$/.test(text) ? Number(text) : undefined),
  },
  "retry-after": {
    value: "S",
    meaning: `With \`code=429\` or \`code=503\`: seconds in the \`Retry-After\` header, at most ${maxRetryAfter}.`,
    read: (text) => readInteger(text, maxRetryAfter),
  },
  fault: {
    value: faults.join("|"),
    meaning:
      "Break the completion: `disconnect` closes the connection, `stall` sends nothing more, `truncate` ends without `[DONE]`, `malformed` cuts one event in half, `error` ends with an error event. Without streaming, the document is cut in half or, with `malformed`, no longer JSON, and `error` is a 500.",
    read: (text) => faults.find((fault) => fault === text),
  },
  after: {
    value: "N",
    meaning:
      "With `fault`: the number of events before it, by default 1. `[DONE]` counts as an event. A stream of N events or fewer stays whole. Without streaming, 0 breaks the response before it begins, and any other number in its middle.",
    read: (text) => readInteger(text, 1_000_000),
  },
};

/** Lists the statuses that `code` may ask for: 200 and those of the error codes of a face, each once, in ascending order. */
export function listStatuses(errorStatuses: Readonly<Record<string, number>>): readonly number[] {
  return [...new Set([200, ...Object.values(errorStatuses)])].sort();
}

function readInteger(text: string, maximum: number): number | undefined {
  return /^\d{1,9}$/.test(text) && Number(text) <= maximum ? Number(text) : undefined;
}
