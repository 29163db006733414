import type { EngineName } from "./engine-server.ts";
import { type Exchange, type Json, type JsonObject, readExchanges } from "./exchanges.ts";

/** How an engine shapes the events of a stream. */
export interface StreamShapes {
  /** An event with a part of a choice's text. */
  readonly text: JsonObject;
  /** The last event of a choice. */
  readonly last: JsonObject;
  /** The event of the usage, if it has one of its own. */
  readonly usage: JsonObject | undefined;
}

/** How an engine shapes its responses, taken from its exchanges. */
export interface EngineShapes {
  readonly whole: JsonObject;
  readonly stream: StreamShapes;
  /** For a request that asks for usage with `stream_options`. */
  readonly streamAsked: StreamShapes;
  /** The error of a stream that has begun, and whether `[DONE]` follows it. */
  readonly inStream: { readonly event: JsonObject; readonly done: boolean };
  /** The responses other than 200 by the names of their exchanges. */
  readonly errors: ReadonlyMap<string, Exchange>;
}

/** Reads the shapes of an engine. */
export function readShapes(engine: EngineName): EngineShapes {
  const { exchanges } = readExchanges(engine);
  const find = (name: string): Exchange => {
    const exchange = exchanges.get(name);
    if (exchange === undefined) throw new Error(`There is no exchange ${name} of ${engine}.`);
    return exchange;
  };
  const inStream = listEvents(find("in-stream"));
  const stream = readStream(listEvents(find("stream")));
  return {
    whole: find("whole").json ?? {},
    stream,
    streamAsked: exchanges.has("stream-asked") ? readStream(listEvents(find("stream-asked"))) : stream,
    inStream: { event: inStream.at(-1) ?? {}, done: find("in-stream").events?.at(-1) === "[DONE]" },
    errors: new Map([...exchanges].filter(([, { status }]) => status !== 200)),
  };
}

function listEvents({ events = [] }: Exchange): JsonObject[] {
  return events.filter(isObject);
}

function readStream(events: readonly JsonObject[]): StreamShapes {
  const [first = {}] = events;
  return {
    text: first,
    last: events.findLast(({ choices }) => Array.isArray(choices) && choices.length > 0) ?? {},
    usage: events.find(({ choices }) => Array.isArray(choices) && choices.length === 0),
  };
}

/**
 * Replaces some values in a shape and keeps the order of its properties. Every item of a list is shaped like the first.
 *
 * @throws Error for a value of a property that the shape does not have.
 */
export function fill(shape: Json, values: Json | undefined): Json {
  if (values === undefined) return shape;
  if (Array.isArray(shape) && Array.isArray(values))
    return values.map((value) => fill(shape[0] ?? {}, value));
  if (!isObject(shape) || !isObject(values)) return values;
  const unknown = Object.keys(values).find((name) => !(name in shape));
  if (unknown !== undefined) throw new Error(`The shape ${JSON.stringify(shape)} has no ${unknown}.`);
  return Object.fromEntries(Object.entries(shape).map(([name, value]) => [name, fill(value, values[name])]));
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
