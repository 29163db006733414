import { type Block, type Entries, type Entry, text } from "./document.ts";
import { schemaFacts } from "./schema-facts.ts";
import { type Face, linkRules, resolve, type Schema, withoutTables } from "./spec.ts";

/**
 * Describes a schema below its heading: its properties, alternatives, items and values.
 *
 * @param anchor - the id of the schema, which begins the ids of everything in it. Empty for properties with ids of their own.
 */
export function schemaBody(face: Face, schema: Schema, anchor: string): Block[] {
  const parts = [
    ...values(schema, anchor),
    ...alternatives(face, schema, anchor),
    ...members(face, schema, anchor),
  ];
  return [...text(description(face, schema)), ...examples(schema), ...rules(schema), ...entries(parts)];
}

/** Describes a property, a parameter or a part of a schema. */
export function schemaEntry(
  face: Face,
  schema: Schema,
  { name, anchor, required = false }: Pick<Entry, "name" | "anchor" | "required">,
): Entry {
  return { anchor, name, facts: schemaFacts(schema), required, body: schemaBody(face, schema, anchor) };
}

/** A list of entries, or nothing if there are none. */
export function entries(list: readonly Entry[]): Entries[] {
  return list.length === 0 ? [] : [{ type: "entries", entries: list }];
}

function values({ enum: values = [], ...schema }: Schema, anchor: string): Entry[] {
  return values.map((value) => {
    const status = schema["x-statuses"]?.[value];
    return {
      anchor: below(anchor, value),
      name: value,
      facts: status === undefined ? [] : [`status ${status}`],
      body: text(schema["x-enumDescriptions"]?.[value]),
    };
  });
}

function alternatives(face: Face, { oneOf = [] }: Schema, anchor: string): Entry[] {
  return oneOf
    .flatMap((schema) => (schema.title === undefined ? [] : [{ name: schema.title, schema }]))
    .map(({ name, schema }) => schemaEntry(face, schema, { name, anchor: below(anchor, name) }));
}

function members(face: Face, schema: Schema, anchor: string): Entry[] {
  const { properties = {}, required = [], items, additionalProperties } = schema;
  const parts = Object.entries(properties).map(([name, property]) =>
    schemaEntry(face, property, { name, anchor: below(anchor, name), required: required.includes(name) }),
  );
  if (items?.description !== undefined)
    parts.push(schemaEntry(face, items, { name: "items", anchor: below(anchor, "items") }));
  if (typeof additionalProperties === "object")
    parts.push(
      schemaEntry(face, additionalProperties, { name: "other properties", anchor: below(anchor, "*") }),
    );
  return parts;
}

/** A schema's own description, or the beginning of that of the component that it refers to. */
function description(face: Face, { description, $ref }: Schema): string {
  if (description !== undefined || $ref === undefined) return withoutTables(description ?? "");
  const [first = ""] = resolve<Schema>(face, { $ref }).description?.split("\n\n") ?? [];
  return first.replace(/:$/, ".");
}

function examples({ examples: list = [] }: Schema): Block[] {
  return text(list.map((example) => `Example: \`${JSON.stringify(example)}\``).join("\n\n"));
}

function rules(schema: Schema): Block[] {
  const links = linkRules(schema["x-rules"]);
  return text(links && `Rules: ${links}`);
}

function below(anchor: string, name: string): string {
  return anchor === "" ? name : `${anchor}.${name}`;
}
