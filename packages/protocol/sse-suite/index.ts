import type { StreamEvent } from "../src/index.ts";
import suite from "./cases.json" with { type: "json" };

/** A part of a body: text in UTF-8, bytes, an event of the suite as JSON, or repeated parts. */
export type SsePart =
  | string
  | { readonly hex: string }
  | { readonly json: string }
  | { readonly repeat: readonly SsePart[]; readonly times: number };

/** The name of an event of the suite, `[DONE]`, or repeated names. */
export type SseEventName = string | { readonly repeat: readonly string[]; readonly times: number };

/** Events, and how the stream ends after them. */
export interface SseOutcome {
  readonly events: readonly SseEventName[];
  readonly end: "done" | "error" | "truncated" | "malformed-event" | "event-too-long";
}

/** A body and the expected outcome of reading it. `sse-suite/README.md` describes the format. */
export interface SseCase {
  readonly name: string;
  /** The point of the case, in one sentence. */
  readonly about: string;
  readonly body: readonly SsePart[];
  /** Ways to cut the body: in two at every place, or into pieces of a number of bytes. */
  readonly cut: readonly ("every" | number)[];
  readonly expect: SseOutcome & {
    /** The outcome after the end of the stream, for a reader that reads on. */
    readonly after?: SseOutcome;
  };
}

const events: Readonly<Record<string, unknown>> = suite.events;

/** The cases of the suite. */
// A JSON module has no literal types. The package's tests check the format strictly.
export const sseCases: readonly SseCase[] = suite.cases as readonly SseCase[];

/** Returns the body of a case. */
export function bytesOf({ body }: Pick<SseCase, "body">): Uint8Array {
  return join(body.map(encode));
}

/** Yields the pieces of a case's body, once for each way to cut it. */
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

/** Returns the events of an outcome. */
export function eventsOf({ events }: SseOutcome): StreamEvent[] {
  return events.flatMap((name) =>
    typeof name === "string" ? eventOf(name) : Array(name.times).fill(name.repeat.map(eventOf)).flat(),
  );
}

function eventOf(name: string): StreamEvent {
  if (name === "[DONE]") return name;
  if (!(name in events)) throw new RangeError(`The suite has no event ${name}.`);
  // The package's tests validate each event against the spec.
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
