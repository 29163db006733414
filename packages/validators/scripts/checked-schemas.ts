import type { Schema } from "../src/generator/schema.ts";
import { openEnums } from "./open-enums.ts";
import { completionsOf, type Parameter, type Response, type Spec } from "./spec.ts";

/** A schema to generate a check from, and the TypeScript type of the values that pass the check. */
interface CheckedSchema {
  readonly schema: Schema;
  readonly type: string;
}

/** The schemas that get a check, by the name of the check. */
export type CheckedSchemas = Readonly<Record<string, CheckedSchema>>;

/** The names of the schemas of responses that get a check, in either face. */
const responseSchemas = [
  "CreateCompletionResponse",
  "CompletionEvent",
  "CompletionChunk",
  "UnauthorizedError",
  "NotFoundError",
  "UnprocessableContentError",
  "TooManyRequestsError",
  "ContentFilterError",
  "ErrorResponse",
  "ModelList",
  "ModelDescription",
];

/** Lists the schemas of a spec that get a check. */
export function listCheckedSchemas(spec: Spec): CheckedSchemas {
  const { parameters = [], responses } = completionsOf(spec);
  return {
    checkCreateCompletionRequest: component(spec, "CreateCompletionRequest"),
    ...(parameters.length > 0 && {
      checkCreateCompletionQuery: parametersIn(parameters, "query"),
      checkCreateCompletionHeaders: parametersIn(parameters, "header"),
    }),
    ...Object.fromEntries(
      responseSchemas
        .filter((name) => name in spec.components.schemas)
        .map((name) => [`check${name}`, response(spec, name)]),
    ),
    ...Object.fromEntries(
      Object.entries(responses).map(([status, { headers }]) => [
        headersCheck(status),
        responseHeaders(headers),
      ]),
    ),
  };
}

/** Returns the name of the check for the headers of the response with a status, which may be `default`. */
export function headersCheck(status: string): string {
  return `check${status[0]?.toUpperCase()}${status.slice(1)}Headers`;
}

function component(spec: Spec, name: string): CheckedSchema {
  const schema = spec.components.schemas[name];
  if (!schema) throw new Error(`The spec has no schema ${name}.`);
  return { schema, type: `components["schemas"]["${name}"]` };
}

function response(spec: Spec, name: string): CheckedSchema {
  const { schema, type } = component(spec, name);
  return { schema: openEnums(schema), type };
}

/** Returns the schema of an object of parameters, in which all values are strings and header names are in lower case. */
function parametersIn(parameters: readonly Parameter[], location: "query" | "header"): CheckedSchema {
  const all = parameters.filter((parameter) => parameter.in === location);
  for (const { name, schema } of all) {
    if (schema.type !== "string")
      throw new Error(`The parameter ${name} must be a string: the validators do not parse parameters.`);
  }
  const key = (name: string) => (location === "header" ? name.toLowerCase() : name);
  return {
    schema: {
      type: "object",
      required: all.filter(({ required }) => required).map(({ name }) => key(name)),
      properties: Object.fromEntries(
        all.map(({ name, schema, example }) => [
          key(name),
          { ...schema, ...(example !== undefined && { examples: [example] }) },
        ]),
      ),
    },
    type: `NonNullable<operations["complete"]["parameters"]["${location}"]>`,
  };
}

/** Returns the schema of an object of response headers by name in lower case, in which all values are strings. */
function responseHeaders(headers: Response["headers"]): CheckedSchema {
  const all = Object.entries(headers).map(([name, header]) => ({ ...header, name: name.toLowerCase() }));
  return {
    schema: {
      type: "object",
      required: all.filter(({ required }) => required).map(({ name }) => name),
      properties: Object.fromEntries(all.map(({ name, schema }) => [name, asText(schema)])),
    },
    type: "Readonly<Record<string, string>>",
  };
}

/** Returns the schema for the text of a header's value. */
function asText(schema: Schema): Schema {
  if (schema.type === "string") return schema;
  if (schema.type !== "integer" || schema.minimum !== 0 || schema.maximum !== undefined)
    throw new Error(`A header must be a string or an integer of 0 or more: ${JSON.stringify(schema)}.`);
  return { type: "string", pattern: "^\\d+$" };
}
