import { compile } from "json-schema-to-typescript";

/** The keywords of the configuration's schema that `generateConfig` reads or changes. */
export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  required?: string[];
}

/** Generates the types of a checked configuration, in which every property with a default is present. */
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

/** Replaces references by their definitions, except for definitions with a capital initial, which become types. */
function prepare(schema: Schema, definitions: Readonly<Record<string, Schema>>): Schema {
  const { $ref, ...own } = schema;
  if ($ref !== undefined) {
    const name = $ref.replace("#/$defs/", "");
    // A reference with its own description would become another type.
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
