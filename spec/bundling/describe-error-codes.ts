import { isObject, type Json, type JsonObject, mapValues } from "./json.ts";
import { formatTable } from "./table.ts";

/**
 * Appends a table of codes, with their statuses and meanings, to the description of each header whose schema is a code of
 * the schema `ErrorCode`. That schema has them in extensions, which documentation does not show.
 */
export function describeErrorCodes(document: JsonObject): JsonObject {
  const { components } = document;
  if (!isObject(components) || !isObject(components.headers) || !isObject(components.schemas))
    return document;
  const { headers, schemas } = components;
  const { "x-statuses": statuses, "x-enumDescriptions": meanings } = Object(schemas.ErrorCode);
  if (!isObject(statuses) || !isObject(meanings)) return document;
  const describe = (header: Json): Json => {
    if (!isObject(header)) return header;
    const codes = codesOf(header, schemas).filter((code) => code in meanings);
    if (codes.length === 0) return header;
    const rows = codes.map((code) => [`\`${code}\``, String(statuses[code]), String(meanings[code])]);
    const table = formatTable([["Code", "Status", "Meaning"], ...rows]);
    return { ...header, description: `${String(header.description).trimEnd()}\n\n${table}\n` };
  };
  return { ...document, components: { ...components, headers: mapValues(headers, describe) } };
}

/** Returns the values that the schema of a header allows, or none if it does not list them. */
function codesOf({ schema }: JsonObject, schemas: JsonObject): string[] {
  if (!isObject(schema)) return [];
  const name = String(schema.$ref).replace("#/components/schemas/", "");
  const { const: only, enum: codes = only === undefined ? [] : [only] } = Object(schemas[name] ?? schema);
  return [codes].flat().map(String);
}
