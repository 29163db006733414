import { isJsonObject, type Json, type JsonObject } from "../../model/json.ts";
import { type DefinedSchema, definitionName } from "../../model/schema.ts";
import { groupBy } from "../group-by.ts";

/** A schema within a schema. */
export interface SchemaNode {
  readonly schema: JsonObject;
  /** The place of its values as people write it, such as `choices[].text`. The same however the schema is composed. */
  readonly place: string;
  /** The way from the root's schema, such as `["properties", "choices", "items"]`. */
  readonly steps: readonly string[];
  /** True for a property that the schema around it requires. */
  readonly isRequired: boolean;
}

/** The schema nodes of both documents, by the places of their values. */
export type SchemaNodes = ReadonlyMap<string, readonly SchemaNode[]>;

const inPlace = ["allOf", "anyOf", "oneOf"];
const conditional = ["if", "then", "else"];

/** Lists the schemas within a schema by the places of their values. Recursion ends where a definition contains itself. */
export function walkSchema({ schema, definitions }: DefinedSchema): SchemaNodes {
  const nodes: SchemaNode[] = [];
  const visit = (
    part: Json | undefined,
    place: string,
    steps: readonly string[],
    open: readonly string[],
    isRequired = false,
  ): void => {
    if (!isJsonObject(part)) return;
    const name = definitionName(part);
    if (name !== undefined) {
      if (!open.includes(name)) visit(definitions[name], place, steps, [...open, name], isRequired);
      return;
    }
    nodes.push({ schema: part, place, steps, isRequired });
    for (const child of childrenOf(part, isRequired)) {
      visit(child.part, joinPlaces(place, child.place), [...steps, ...child.steps], open, child.isRequired);
    }
  };
  visit(schema, "", [], []);
  return groupBy(nodes, ({ place }) => place);
}

interface Child {
  readonly part: Json | undefined;
  readonly place: string;
  readonly steps: readonly string[];
  readonly isRequired: boolean;
}

function childrenOf(schema: JsonObject, isRequired: boolean): readonly Child[] {
  const required = Array.isArray(schema.required) ? schema.required : [];
  return [
    ...inPlace.flatMap((keyword) =>
      listOf(schema[keyword]).map((part, index) => ({
        part,
        place: "",
        steps: [keyword, String(index)],
        isRequired,
      })),
    ),
    ...conditional.map((keyword) => ({ part: schema[keyword], place: "", steps: [keyword], isRequired })),
    ...entriesOf(schema.properties).map(([name, part]) => ({
      part,
      place: name,
      steps: ["properties", name],
      isRequired: required.includes(name),
    })),
    ...entriesOf(schema.patternProperties).map(([pattern, part]) => ({
      part,
      place: `{${pattern}}`,
      steps: ["patternProperties", pattern],
      isRequired: false,
    })),
    ...listOf(schema.prefixItems).map((part, index) => ({
      part,
      place: `[${index}]`,
      steps: ["prefixItems", String(index)],
      isRequired: true,
    })),
    { part: schema.items, place: "[]", steps: ["items"], isRequired: true },
    { part: schema.additionalProperties, place: "{}", steps: ["additionalProperties"], isRequired: false },
  ];
}

function joinPlaces(parent: string, child: string): string {
  if (parent === "" || child === "" || child.startsWith("[")) return parent + child;
  return `${parent}.${child}`;
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function entriesOf(value: Json | undefined): readonly [string, Json][] {
  return isJsonObject(value) ? Object.entries(value) : [];
}
