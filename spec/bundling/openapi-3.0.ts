import { isObject, type Json, type JsonObject, mapValues } from "./json.ts";

/**
 * Returns the bundled OpenAPI 3.1 document as OpenAPI 3.0.3, for tools that read nothing newer.
 *
 * It describes the same requests and responses; only annotations are lost. `nullable` has a meaning only beside a `type`, and
 * validators built on Ajv refuse to compile it elsewhere. The branch `null` of a union therefore becomes a schema of its own.
 *
 * All other keywords stay as they are. To find one that OpenAPI 3.0 lacks, validate the result.
 */
export function toOpenApi30(document: JsonObject): JsonObject {
  return { ...mapValues(document, convertField), openapi: "3.0.3" };
}

function convertField(value: Json, field: string): Json {
  if (field === "info") return convertInfo(value);
  if (field === "schema") return convertSchema(value);
  if (field === "schemas") return convertSchemas(value);
  if (field === "example" || field === "examples" || field.startsWith("x-")) return value;
  if (Array.isArray(value)) return value.map((item) => convertField(item, field));
  return isObject(value) ? mapValues(value, convertField) : value;
}

function convertInfo(value: Json): Json {
  if (!isObject(value)) return value;
  const { summary: _, ...info } = value;
  if (!isObject(info.license)) return info;
  const { identifier: __, ...license } = info.license;
  return { ...info, license };
}

/** Converts the schemas in a list or map. */
function convertSchemas(schemas: Json): Json {
  if (Array.isArray(schemas)) return schemas.map(convertSchema);
  return isObject(schemas) ? mapValues(schemas, convertSchema) : schemas;
}

function convertSchema(schema: Json): Json {
  if (!isObject(schema)) return schema;
  const converted = Object.entries(schema).map(([keyword, value]) => convertKeyword(keyword, value));
  const { $ref, ...keywords }: JsonObject = Object.assign({}, ...converted);
  if ($ref === undefined) return keywords;
  // OpenAPI 3.0 ignores everything beside a `$ref`.
  return Object.keys(keywords).length > 0 ? { allOf: [{ $ref }], ...keywords } : { $ref };
}

function convertKeyword(keyword: string, value: Json): JsonObject {
  switch (keyword) {
    case "type":
      return convertType(value);
    case "oneOf":
    case "anyOf":
    case "allOf":
    case "properties":
      return { [keyword]: convertSchemas(value) };
    case "items":
    case "additionalProperties":
    case "not":
      return { [keyword]: convertSchema(value) };
    case "const":
      return { enum: [value] };
    case "examples":
      return Array.isArray(value) && value[0] !== undefined ? { example: value[0] } : {};
    case "contentEncoding":
    case "contentMediaType":
    case "contentSchema":
      return {};
    default:
      return { [keyword]: value };
  }
}

function convertType(type: Json): JsonObject {
  if (type === "null") return { type: "string", nullable: true, enum: [null] };
  if (!Array.isArray(type)) return { type };
  const [first, ...others] = type.filter((name) => name !== "null");
  if (first === undefined || others.length > 0) return { type };
  return type.includes("null") ? { type: first, nullable: true } : { type: first };
}
