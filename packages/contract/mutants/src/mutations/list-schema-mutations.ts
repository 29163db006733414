import { isObject } from "../../../src/is-object.ts";
import type { Path, SpecMutation } from "./mutation.ts";

type Schema = Readonly<Record<string, unknown>>;

const bounds = ["minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"];

/** Another type for each type. Neither accepts what the other does. */
const otherTypes: Readonly<Record<string, string>> = {
  string: "integer",
  integer: "string",
  number: "string",
  boolean: "string",
  array: "string",
  object: "array",
  null: "boolean",
};

/** Turns each statement of a schema, and of the schemas in it, once. */
export function* listSchemaMutations(schema: Schema, path: Path): Generator<SpecMutation> {
  for (const [keyword, stated] of Object.entries(schema)) {
    const place = [...path, keyword];
    if (bounds.includes(keyword)) {
      const step = [schema.type].flat().includes("number") ? 0.001 : 1;
      for (const moved of [Number(stated) - step, Number(stated) + step])
        yield { mutator: "bound", path: place, change: { set: moved } };
    } else if (keyword === "type") yield* turnType(stated, place);
    else if (keyword === "enum" || keyword === "required") yield* turnList(keyword, stated, place);
    else if (keyword === "format") {
      yield { mutator: "format", path: place, change: { set: "date" } };
      yield { mutator: "format", path: place, change: { remove: true } };
    } else if (keyword === "pattern") {
      yield { mutator: "pattern", path: place, change: { set: "^whale$" } };
      yield { mutator: "pattern", path: place, change: { remove: true } };
    } else if (keyword === "const")
      yield { mutator: "const", path: place, change: { set: turnValue(stated) } };
    else if (keyword === "default")
      yield { mutator: "default", path: place, change: { set: turnValue(stated) } };
    else if (keyword === "additionalProperties" && typeof stated === "boolean")
      yield { mutator: "additional properties", path: place, change: { set: !stated } };
    else yield* listParts(keyword, stated, place);
  }
  yield* addRequired(schema, path);
}

function* turnType(stated: unknown, path: Path): Generator<SpecMutation> {
  if (Array.isArray(stated)) {
    for (const index of stated.keys())
      yield { mutator: "type", path: [...path, index], change: { remove: true } };
  } else yield { mutator: "type", path, change: { set: otherTypes[String(stated)] } };
}

function* turnList(keyword: string, stated: unknown, path: Path): Generator<SpecMutation> {
  for (const index of Array.isArray(stated) ? stated.keys() : [])
    yield { mutator: keyword, path: [...path, index], change: { remove: true } };
}

function turnValue(stated: unknown): unknown {
  if (typeof stated === "number") return stated + 1;
  return typeof stated === "boolean" ? !stated : `${stated}x`;
}

/** Requires each property that is optional. */
function* addRequired({ properties, required = [] }: Schema, path: Path): Generator<SpecMutation> {
  const names = Array.isArray(required) ? required : [];
  for (const name of isObject(properties) ? Object.keys(properties) : []) {
    if (names.includes(name)) continue;
    yield { mutator: "required", path: [...path, "required"], change: { set: [...names, name] } };
  }
}

function* listParts(keyword: string, stated: unknown, path: Path): Generator<SpecMutation> {
  if (!isObject(stated)) return;
  if (keyword === "items" || keyword === "additionalProperties") yield* listSchemaMutations(stated, path);
  else if (keyword === "properties" || keyword === "oneOf") {
    for (const [name, part] of Object.entries(stated)) {
      const place = [...path, Array.isArray(stated) ? Number(name) : name];
      if (keyword === "oneOf") yield { mutator: "branch", path: place, change: { remove: true } };
      else yield { mutator: "property", path: place, change: { rename: `${name}x` } };
      if (isObject(part)) yield* listSchemaMutations(part, place);
    }
  }
}
