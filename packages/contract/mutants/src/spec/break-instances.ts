import { isObject } from "../../../src/is-object.ts";
import { below, type Pointer, resolve } from "../../../src/spec-elements/json-pointer.ts";

/** An object, or an array by its indices, whose values can be replaced. */
type Holder = Record<string, unknown>;

interface SchemaOfValue {
  readonly document: unknown;
  readonly start: Pointer;
}

/** A value that no schema of the spec accepts. */
const wrong = { whale: true };

/** A keyword of a schema that values follow. `alter` changes one of them. */
interface Target {
  readonly target: string;
  readonly alter: (holder: Holder, name: string, statement: Statement) => void;
}

/**
 * Changes `value` wherever it is an instance of the schema with the keyword `target`, so that it violates `target`.
 *
 * @param schema - the document of the spec, and the pointer to the schema of `value`.
 * @returns the broken value.
 */
export function breakInstances(schema: SchemaOfValue, value: unknown, target: string): unknown {
  return alterInstances(schema, value, { target, alter: breakAt });
}

/**
 * Changes `value` wherever it is an instance of the schema with the bound `target`, so that it is as near to the bound as is
 * valid.
 *
 * @param schema - the document of the spec, and the pointer to the schema of `value`.
 * @returns the value at its bound.
 */
export function moveToBound(schema: SchemaOfValue, value: unknown, target: string): unknown {
  return alterInstances(schema, value, { target, alter: moveAt });
}

function alterInstances(schema: SchemaOfValue, value: unknown, target: Target): unknown {
  const root: Holder = { value };
  visit(schema, root, "value", target);
  return root.value;
}

function visit({ document, start }: SchemaOfValue, holder: Holder, name: string, wanted: Target): void {
  const { target, alter } = wanted;
  const { pointer, value: schema } = resolve(document, start);
  const value = holder[name];
  const { properties = {}, items, additionalProperties, oneOf = {} } = schema;
  if (isObject(value)) {
    // An array holds its items by index as an object holds its properties by name.
    const held = value as Holder;
    for (const key of Object.keys(value)) {
      if (Object.hasOwn(Object(properties), key))
        visit({ document, start: below(pointer, "properties", key) }, held, key, wanted);
      else if (Array.isArray(value) && isObject(items))
        visit({ document, start: below(pointer, "items") }, held, key, wanted);
      else if (isObject(additionalProperties))
        visit({ document, start: below(pointer, "additionalProperties") }, held, key, wanted);
    }
  }
  for (const branch of Object.keys(Object(oneOf))) {
    const place = below(pointer, "oneOf", branch);
    if (!fits({ document, start: place }, value)) continue;
    visit({ document, start: place }, holder, name, wanted);
    if (place === target && alter === breakAt) holder[name] = wrong;
  }
  const [place, keyword = "", entry = ""] = splitTarget(pointer, target);
  if (place === pointer) alter(holder, name, { keyword, entry, stated: schema[keyword] });
}

/** Returns the schema that contains `target`, the keyword, and the entry of the keyword's value if there is one. */
function splitTarget(pointer: string, target: string): readonly string[] {
  if (!target.startsWith(`${pointer}/`)) return [];
  const [keyword = "", entry, ...rest] = target.slice(pointer.length + 1).split("/");
  return rest.length > 0 ? [] : [pointer, keyword, entry ?? ""];
}

interface Statement {
  readonly keyword: string;
  readonly entry: string;
  readonly stated: unknown;
}

function breakAt(holder: Holder, name: string, { keyword, entry, stated }: Statement): void {
  const value = holder[name];
  switch (keyword) {
    case "type":
      holder[name] = stated === "object" ? "whale" : wrong;
      break;
    case "const":
      holder[name] = Number(stated) + 1;
      break;
    case "maximum":
      holder[name] = Number(stated) + stepOf(value);
      break;
    case "minimum":
      holder[name] = Number(stated) - stepOf(value);
      break;
    case "pattern":
      holder[name] = "whale";
      break;
    case "minLength":
      holder[name] = "";
      break;
    case "maxLength":
      holder[name] = "w".repeat(Number(stated) + 1);
      break;
    case "minItems":
      holder[name] = [];
      break;
    case "enum":
      if (value === entry) holder[name] = "whale";
      break;
    case "required":
      if (isObject(value)) delete value[entry];
      break;
    case "properties":
      if (isObject(value) && Object.hasOwn(value, entry)) value[entry] = wrong;
      break;
  }
}

/** The least by which a value leaves its range: less than a mutant of the spec moves a bound, if it is no integer. */
function stepOf(value: unknown): number {
  return Number.isInteger(value) ? 1 : 0.0005;
}

/** A duration is the only text whose length and form have a bound. */
const shortestDuration = "7s";

function moveAt(holder: Holder, name: string, { keyword, stated }: Statement): void {
  const value = holder[name];
  switch (keyword) {
    case "minimum":
    case "maximum":
      holder[name] = stated;
      break;
    case "minLength":
    case "maxLength":
      holder[name] = /^\d+[a-z]/.test(String(value)) ? shortestDuration : "w".repeat(Number(stated));
      break;
    case "minItems":
      if (Array.isArray(value)) holder[name] = value.slice(0, Number(stated));
      break;
  }
}

/** Checks only what tells the branches of this spec apart. */
function fits({ document, start }: SchemaOfValue, value: unknown): boolean {
  const { type, required = [] } = resolve(document, start).value;
  if (type === "null") return value === null;
  if (type === "string") return typeof value === "string";
  return isObject(value) && Array.isArray(required) && required.every((name) => Object.hasOwn(value, name));
}
