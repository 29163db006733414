import { readFileSync } from "node:fs";

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export type JsonObject = { readonly [name: string]: Json };

/** A body as an engine writes it, and what comes with it. */
export interface Shape {
  readonly shape: string;
  readonly json?: JsonObject;
  /** In the place of JSON. */
  readonly text?: string;
  /** Of an error that is an answer of its own. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Of an error in a stream: whether `[DONE]` comes after it. */
  readonly done?: boolean;
}

/** The shapes that an engine's file has, one a line, by their names. */
export function readShapes(file: URL): ReadonlyMap<string, Shape> {
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  // The engine's OpenAPI document says what is in them, and each is held to that as it leaves.
  const shapes = lines.map((line): Shape => JSON.parse(line));
  return new Map(shapes.map((shape) => [shape.shape, shape]));
}

/**
 * The shape with some values of its properties replaced: in its own order, the items of a list each like its first.
 *
 * @throws Error where there is a value for a property that the engine does not write.
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
