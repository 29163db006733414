import { readFileSync } from "node:fs";

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export type JsonObject = { readonly [name: string]: Json };

/** A recorded body of an engine, and its status and headers. */
export interface Shape {
  readonly shape: string;
  readonly json?: JsonObject;
  /** The body if it is not JSON. */
  readonly text?: string;
  /** The status of an error that is a response. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** True if `[DONE]` follows an error in a stream. */
  readonly done?: boolean;
}

/** Reads an engine's file with one shape per line, and returns the shapes by name. */
export function readShapes(file: URL): ReadonlyMap<string, Shape> {
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  // Responses are checked against the engine's OpenAPI document when they are sent.
  const shapes = lines.map((line): Shape => JSON.parse(line));
  return new Map(shapes.map((shape) => [shape.shape, shape]));
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
