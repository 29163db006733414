import { href } from "../page.ts";
import { type Face, faces, listOperations, nameOf, type Schema } from "./spec.ts";

/** Links to the properties and schemas of both faces that refer to a rule, as inline Markdown. */
export function listPlaces(rule: string): string[] {
  return faces.flatMap((face) =>
    placesOf(face)
      .filter(({ schema }) => schema["x-rules"]?.includes(rule))
      .map(({ anchor }) => `[\`${anchor}\`](${href(face.path, anchor)}) (${face.name})`),
  );
}

interface Place {
  readonly anchor: string;
  readonly schema: Schema;
}

function placesOf(face: Face): Place[] {
  const bodies = listOperations(face).map(
    ({ operation }) => operation.requestBody?.content["application/json"]?.schema.$ref ?? "",
  );
  const names = new Set(bodies.map(nameOf));
  return Object.entries(face.spec.components.schemas).flatMap(([name, schema]) => [
    { anchor: name, schema },
    ...properties(schema, names.has(name) ? "" : `${name}.`),
  ]);
}

function properties({ properties: list = {} }: Schema, prefix: string): Place[] {
  return Object.entries(list).flatMap(([name, schema]) => [
    { anchor: `${prefix}${name}`, schema },
    ...properties(schema, `${prefix}${name}.`),
  ]);
}
