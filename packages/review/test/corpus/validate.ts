import { Ajv2020 } from "ajv/dist/2020.js";
import { isJsonObject, type Json, type JsonObject } from "../../src/model/json.ts";
import type { SpecDocument } from "../../src/model/spec-document.ts";

/** The object or list below a part, or an empty object. */
export function at(part: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  return path.reduce<Json | undefined>(
    (inner, key) => (typeof inner === "object" && inner !== null ? (inner as JsonObject)[key] : undefined),
    part,
  );
}

/** Entries of an object below a part. None if it is absent. */
export function entriesAt(part: Json | undefined, ...path: readonly string[]): [string, Json][] {
  const inner = at(part, ...path);
  return isJsonObject(inner) ? Object.entries(inner) : [];
}

/**
 * Says whether a schema of a document accepts a value. It is Ajv on the loaded schema and nothing else, so that the
 * tests do not trust the review's own checks.
 */
export function accepts({ definitions }: SpecDocument, schema: Json | undefined, value: Json): boolean {
  if (schema === undefined) return true;
  const ajv = new Ajv2020({ strict: false, validateFormats: false, logger: false });
  return ajv.validate({ $defs: definitions, allOf: [schema] }, value);
}
