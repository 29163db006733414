import { compile } from "json-schema-to-typescript";

/** The keywords of the configuration's schema that are changed before types are made of it. */
export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  required?: string[];
}

/** The types of a configuration that has been checked: what the schema has a default for is there. */
export async function generateConfig(schema: Schema): Promise<string> {
  const { $defs = {}, ...root } = schema;
  const types = Object.entries($defs).filter(([name]) => /^[A-Z]/.test(name));
  const definitions = Object.fromEntries(
    types.map(([name, definition]) => [name, prepare(definition, $defs)]),
  );
  return await compile({ ...prepare(root, $defs), $defs: definitions }, "Config", {
    additionalProperties: false,
    bannerComment: "",
    ignoreMinAndMaxItems: true,
  });
}

/** Definitions whose names begin with a capital become types; others are put where they are referred to. */
function prepare(schema: Schema, definitions: Readonly<Record<string, Schema>>): Schema {
  const { $ref, ...own } = schema;
  if ($ref !== undefined) {
    const name = $ref.replace("#/$defs/", "");
    // With a description of its own, a reference would become a type of its own.
    return /^[A-Z]/.test(name) ? { $ref } : prepare({ ...definitions[name], ...own }, definitions);
  }
  const { properties, items, required = [] } = schema;
  const entries = Object.entries(properties ?? {});
  const defaulted = entries.filter(([, property]) => "default" in property).map(([name]) => name);
  return {
    ...schema,
    ...(items && { items: prepare(items, definitions) }),
    ...(properties && {
      required: [...required, ...defaulted],
      properties: Object.fromEntries(
        entries.map(([name, property]) => [name, prepare(property, definitions)]),
      ),
    }),
  };
}
