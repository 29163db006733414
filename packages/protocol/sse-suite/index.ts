import type { StreamEvent } from "../src/index.ts";
import suite from "./cases.json" with { type: "json" };

/** Text in UTF-8; bytes; an event of the suite as JSON; parts many times over. */
export type SsePart =
  | string
  | { readonly hex: string }
  | { readonly json: string }
  | { readonly repeat: readonly SsePart[]; readonly times: number };

/** An event of the suite by its name, or `[DONE]`; names many times over. */
export type SseEventName = string | { readonly repeat: readonly string[]; readonly times: number };

/** Events, and how what has them ends. */
export interface SseOutcome {
  readonly events: readonly SseEventName[];
  readonly end: "done" | "error" | "truncated" | "malformed-event" | "event-too-long";
}

/** A body, and what is to be read from it. The format is in `sse-suite/README.md`. */
export interface SseCase {
  readonly name: string;
  /** What is special about it, in a sentence. */
  readonly about: string;
  readonly body: readonly SsePart[];
  /** In two at every place, or into pieces of so many bytes. */
  readonly cut: readonly ("every" | number)[];
  readonly expect: SseOutcome & {
    /** What follows the end of the stream, for a reader that reads on. */
    readonly after?: SseOutcome;
  };
}

/** The events of the suite, by name. */
const events: Readonly<Record<string, unknown>> = suite.events;

/** The cases of the suite. */
// A module of JSON has no literal types; the package's tests read it strictly.
export const sseCases: readonly SseCase[] = suite.cases as readonly SseCase[];

/** The body of a case. */
export function bytesOf({ body }: Pick<SseCase, "body">): Uint8Array {
  return join(body.map(encode));
}

/** The ways to cut the body of a case: pieces that make up the whole. */
export function* piecesOf(sseCase: Pick<SseCase, "body" | "cut">): Generator<Uint8Array[], void, undefined> {
  const bytes = bytesOf(sseCase);
  for (const cut of sseCase.cut) {
    if (cut === "every") {
      for (let place = 0; place <= bytes.length; place++) {
        yield [bytes.subarray(0, place), bytes.subarray(place)];
      }
    } else {
      const count = Math.ceil(bytes.length / cut);
      yield Array.from({ length: count }, (_, index) => bytes.subarray(index * cut, (index + 1) * cut));
    }
  }
}

/** The events that are to come of a case. */
export function eventsOf({ events }: SseOutcome): StreamEvent[] {
  return events.flatMap((name) =>
    typeof name === "string" ? eventOf(name) : Array(name.times).fill(name.repeat.map(eventOf)).flat(),
  );
}

function eventOf(name: string): StreamEvent {
  if (name === "[DONE]") return name;
  if (!(name in events)) throw new RangeError(`The suite has no event ${name}.`);
  // The package's tests check each by the spec.
  return events[name] as StreamEvent;
}

function encode(part: SsePart): Uint8Array {
  if (typeof part === "string") return new TextEncoder().encode(part);
  if ("json" in part) return encode(JSON.stringify(eventOf(part.json)));
  if ("repeat" in part) return join(Array<Uint8Array>(part.times).fill(join(part.repeat.map(encode))));
  return Uint8Array.from(part.hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let length = 0;
  for (const part of parts) {
    whole.set(part, length);
    length += part.length;
  }
  return whole;
}
