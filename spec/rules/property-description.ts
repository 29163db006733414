import type { Rule } from "./redocly.ts";

/** Requires a description of every property: its own, or that of the schema that it refers to. */
export const propertyDescription: Rule = () => ({
  SchemaProperties(properties, { location, report, resolve }) {
    for (const [name, property] of Object.entries(properties)) {
      if (resolve(property).node?.description?.trim()) continue;
      report({
        message: `The property \`${name}\` has no description.`,
        location: location.child(name).key(),
      });
    }
  },
});
