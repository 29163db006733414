import type { FaceName } from "../../../src/index.ts";
import { isObject } from "../../../src/is-object.ts";
import { below } from "../../../src/spec-elements/json-pointer.ts";
import { schemaElements } from "../../../src/spec-elements/schema-elements.ts";
import { operations, specs } from "./specs.ts";

type Schema = Record<string, unknown>;

/** The direction in which each bound accepts more. */
const bounds: Readonly<Record<string, 1 | -1>> = {
  minimum: -1,
  maximum: 1,
  minItems: -1,
  maxItems: 1,
  minLength: -1,
  maxLength: 1,
};

const bodyElements = { completions: listBodyElements("completions"), openai: listBodyElements("openai") };

function listBodyElements(face: FaceName): Set<string> {
  const schema = below(operations[face], "requestBody", "content", "application/json", "schema");
  return new Set(schemaElements(specs[face], schema));
}

/** Tells if an element belongs to a parameter or to the request's body. */
export function isRequestElement(face: FaceName, pointer: string): boolean {
  return pointer.startsWith("#/components/parameters/") || bodyElements[face].has(pointer);
}

/** Returns copies of a face's spec that differ at `pointer`, or none if `pointer` is not a keyword of a schema. */
export function mutantsOf(face: FaceName, pointer: string): unknown[] {
  const tokens = pointer.slice(2).split("/");
  const name = tokens.pop() ?? "";
  const list = tokens.at(-1) ?? "";
  return changesOf(name, list).map((change) => {
    const mutant: unknown = structuredClone(specs[face]);
    const holder = tokens.reduce<unknown>(
      (value, token) => (isObject(value) ? value[token.replaceAll("~1", "/")] : value),
      mutant,
    );
    if (!isObject(holder)) throw new Error(`There is nothing at ${pointer}.`);
    change(holder);
    return mutant;
  });
}

function changesOf(name: string, list: string): readonly ((holder: Schema) => void)[] {
  const looser = bounds[name];
  if (looser !== undefined)
    return [looser, -looser].map((direction) => (schema) => moveBound(schema, name, direction));
  if (list === "enum" || list === "required") return [(holder) => removeEntry(holder, name)];
  if (list === "oneOf" || name === "additionalProperties") {
    return [
      (holder) => {
        holder[name] = false;
      },
    ];
  }
  if (["type", "pattern", "required"].includes(name)) return [(holder) => delete holder[name]];
  return [];
}

function moveBound(schema: Schema, name: string, direction: number): void {
  const step = [schema.type].flat().includes("number") ? 0.001 : 1;
  schema[name] = Number(schema[name]) + direction * step;
}

/** Removes an entry of a keyword whose value is a list: `entries` is that list. */
function removeEntry(entries: Schema, name: string): void {
  if (Array.isArray(entries)) entries.splice(entries.indexOf(name), 1);
}
