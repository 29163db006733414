import { Ajv2020 } from "ajv/dist/2020.js";
import { isJsonObject, type Json } from "../../src/model/json.ts";
import type { SpecDocument } from "../../src/model/spec-document.ts";

/** Returns what is below a part, or undefined. */
export function at(part: Json | undefined, ...path: readonly string[]): Json | undefined {
  let inner = part;
  for (const key of path) inner = isJsonObject(inner) ? inner[key] : undefined;
  return inner;
}

/** Returns the entries of an object below a part. None if it is absent. */
export function entriesAt(part: Json | undefined, ...path: readonly string[]): [string, Json][] {
  const inner = at(part, ...path);
  return isJsonObject(inner) ? Object.entries(inner) : [];
}

// Redocly has checked the schemas. To compile the meta-schema for each case would take most of the time.
const options = { strict: false, validateFormats: false, validateSchema: false, logger: false } as const;
const exact = new Ajv2020(options);
const coercing = new Ajv2020({ ...options, coerceTypes: "array" });

/**
 * Says whether a schema of a document accepts a value. It is Ajv on the loaded schema and nothing else, so that the
 * tests do not trust the review's own checks.
 */
export function accepts({ definitions }: SpecDocument, schema: Json | undefined, value: Json): boolean {
  return exact.validate({ $defs: definitions, allOf: [schema ?? true] }, value);
}

/** Says whether a schema accepts the text of a parameter or a header, as a number or a list where it asks for one. */
export function acceptsText({ definitions }: SpecDocument, schema: Json | undefined, text: string): boolean {
  return coercing.validate({ $defs: definitions, properties: { text: schema ?? true } }, { text });
}
