import { type Reference, resolve, type Schema, type Spec } from "./spec.ts";

/** Keywords that TypeScript types cannot express, but that the author of a value must know. */
const bounds = ["minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"] as const;

/**
 * Returns the spec with everything that an editor should show about a property in the property's own description.
 * openapi-typescript puts little else into comments: it leaves out bounds, the meanings of an enum's values, and the
 * description of a schema that the property refers to.
 */
export function documentProperties(spec: Spec): Spec {
  const schemas = mapValues(spec.components.schemas, (schema) =>
    schema.properties
      ? {
          ...schema,
          properties: mapValues(schema.properties, (property) => documentProperty(spec, property)),
        }
      : schema,
  );
  return { ...spec, components: { ...spec.components, schemas } };
}

function documentProperty(spec: Spec, property: Schema | Reference): Schema | Reference {
  const schema = "$ref" in property ? resolve(spec.components.schemas, property) : property;
  const meanings = Object.entries(schema["x-enumDescriptions"] ?? {}).map(
    ([value, meaning]) => `- \`${value}\`: ${meaning}`,
  );
  const type = [schema.type].flat().includes("integer") ? ["@type {integer}"] : [];
  const tags = bounds.filter((bound) => bound in schema).map((bound) => `@${bound} ${schema[bound]}`);
  return {
    ...property,
    description: [property.description ?? schema.description, ...meanings, ...type, ...tags].join("\n"),
  };
}

function mapValues<T, U>(object: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
