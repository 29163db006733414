import { type Block, type Entries, type Entry, text } from "./document.ts";
import { schemaFacts } from "./schema-facts.ts";
import { linkRules, type Schema, withoutTables } from "./spec.ts";

/**
 * Describes a schema below its heading: its properties, alternatives, items and values.
 *
 * @param anchor - the id of the schema, which begins the ids of everything in it. Empty for properties with ids of their own.
 */
export function schemaBody(schema: Schema, anchor: string): Block[] {
  const parts = [...values(schema, anchor), ...alternatives(schema, anchor), ...members(schema, anchor)];
  return [
    ...text(withoutTables(schema.description ?? "")),
    ...examples(schema),
    ...rules(schema),
    ...entries(parts),
  ];
}

/** Describes a property, a parameter or a part of a schema. */
export function schemaEntry(schema: Schema, name: string, anchor: string, required = false): Entry {
  return { anchor, name, facts: schemaFacts(schema), required, body: schemaBody(schema, anchor) };
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

function alternatives({ oneOf = [] }: Schema, anchor: string): Entry[] {
  return oneOf
    .filter(({ title }) => title !== undefined)
    .map((schema) => schemaEntry(schema, schema.title ?? "", below(anchor, schema.title ?? "")));
}

function members({ properties = {}, required = [], items, additionalProperties }: Schema, anchor: string) {
  const parts = Object.entries(properties).map(([name, schema]) =>
    schemaEntry(schema, name, below(anchor, name), required.includes(name)),
  );
  if (items?.description !== undefined) parts.push(schemaEntry(items, "items", below(anchor, "items")));
  if (typeof additionalProperties === "object")
    parts.push(schemaEntry(additionalProperties, "other properties", below(anchor, "*")));
  return parts;
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
