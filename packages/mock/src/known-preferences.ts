import { errorStatuses } from "@completions-api/validators";
import { type Fault, faults } from "./faults.ts";

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

function readInteger(text: string, most: number): number | undefined {
  return /^\d{1,9}$/.test(text) && Number(text) <= most ? Number(text) : undefined;
}
