import { bundle, createConfig, type Plugin } from "@redocly/openapi-core";
import type { Tree } from "../git/tree.ts";
import { isJsonObject, type Json, type JsonObject } from "../model/json.ts";
import { ReviewError } from "../review-error.ts";
import { TreeResolver } from "./tree-resolver.ts";

/** Tells Redocly that an event's schema is a schema, which moves it to `components` and so keeps its name. */
const eventSchemas: Plugin = {
  id: "event-schemas",
  typeExtension: {
    oas3: (types) => {
      const { MediaType } = types;
      if (MediaType === undefined) return types;
      const properties = { ...MediaType.properties, "x-itemSchema": "Schema" };
      return { ...types, MediaType: { ...MediaType, properties } };
    },
  },
};

/** Values of a schema or an example, in which a `$ref` is only a property. Redocly follows it even there. */
const literalPointer = /\/(?:example|examples|default|enum|const)(?:\/|$)/;

/** Bundles a document with Redocly: one object, with references to its own `components`. */
export async function bundleDocument(tree: Tree, file: string): Promise<JsonObject> {
  const externalRefResolver = new TreeResolver(tree, "/");
  const config = await createConfig({}, { plugins: [eventSchemas] });
  const result = await bundle({ ref: `/${file}`, config, externalRefResolver });
  // All references have been followed before, which makes any problem with one that is left a literal's.
  const problem = result.problems.find(
    ({ severity, location }) =>
      severity === "error" && !location.some(({ pointer }) => literalPointer.test(pointer ?? "")),
  );
  if (problem !== undefined) throw new ReviewError(`${file}: Redocly cannot bundle it: ${problem.message}.`);
  // Redocly uses one object in several places, and people who change a bundle do not expect that.
  const document: Json = JSON.parse(JSON.stringify(result.bundle.parsed));
  if (!isJsonObject(document)) throw new ReviewError(`${file} is not an object.`);
  return document;
}
