import { isObject, type Json, type JsonObject, mapValues } from "./json.ts";
import { formatTable } from "./table.ts";

/**
 * Appends a table of codes, with their statuses and meanings, to the description of each header whose schema is a code of
 * the schema `ErrorCode`. That schema has them in extensions, which documentation does not show. A response that refers to
 * `ErrorCode` in its description and has no such header gets the table itself.
 */
export function describeErrorCodes(document: JsonObject): JsonObject {
  const { components } = document;
  if (!isObject(components) || !isObject(components.headers) || !isObject(components.schemas))
    return document;
  const { headers, schemas, responses = {} } = components;
  const { "x-statuses": statuses, "x-enumDescriptions": meanings } = Object(schemas.ErrorCode);
  if (!isObject(statuses) || !isObject(meanings)) return document;
  const append = (node: JsonObject, values: readonly string[]): JsonObject => {
    const codes = values.filter((value) => value in meanings);
    if (codes.length === 0) return node;
    const rows = codes.map((code) => [`\`${code}\``, String(statuses[code]), String(meanings[code])]);
    const table = formatTable([["Code", "Status", "Meaning"], ...rows]);
    return { ...node, description: `${String(node.description).trimEnd()}\n\n${table}\n` };
  };
  const describeHeader = (header: Json): Json =>
    isObject(header) ? append(header, codesOf(header, schemas)) : header;
  const describeResponse = (response: Json): Json => {
    if (!isObject(response) || "x-ms-error-code" in Object(response.headers)) return response;
    return String(response.description).includes("`ErrorCode`")
      ? append(response, Object.keys(meanings))
      : response;
  };
  return {
    ...document,
    components: {
      ...components,
      headers: mapValues(headers, describeHeader),
      ...(isObject(responses) && { responses: mapValues(responses, describeResponse) }),
    },
  };
}

/** Returns the values that the schema of a header allows, or none if it does not list them. */
function codesOf({ schema }: JsonObject, schemas: JsonObject): string[] {
  if (!isObject(schema)) return [];
  const name = String(schema.$ref).replace("#/components/schemas/", "");
  const { const: only, enum: codes = only === undefined ? [] : [only] } = Object(schemas[name] ?? schema);
  return [codes].flat().map(String);
}
