import type { Schema } from "../src/generator/schema.ts";
import { openEnums } from "./open-enums.ts";
import { type Response, spec } from "./spec.ts";

/** A schema to generate a check from, and the TypeScript type of the values that pass the check. */
interface CheckedSchema {
  readonly schema: Schema;
  readonly type: string;
}

/** The schemas that get a check, by the name of the check. */
export const checkedSchemas: Readonly<Record<string, CheckedSchema>> = {
  checkCreateCompletionRequest: component("CreateCompletionRequest"),
  checkCreateCompletionQuery: parameters("query"),
  checkCreateCompletionHeaders: parameters("header"),
  checkCreateCompletionResponse: response("CreateCompletionResponse"),
  checkCompletionEvent: response("CompletionEvent"),
  checkCompletionChunk: response("CompletionChunk"),
  checkUnauthorizedError: response("UnauthorizedError"),
  checkNotFoundError: response("NotFoundError"),
  checkUnprocessableContentError: response("UnprocessableContentError"),
  checkTooManyRequestsError: response("TooManyRequestsError"),
  checkContentFilterError: response("ContentFilterError"),
  ...Object.fromEntries(
    Object.entries(spec.paths["/completions"].post.responses).map(([status, response]) => [
      headersCheck(status),
      responseHeaders(response),
    ]),
  ),
};

/** Returns the name of the check for the headers of the response with a status, which may be `default`. */
export function headersCheck(status: string): string {
  return `check${status[0]?.toUpperCase()}${status.slice(1)}Headers`;
}

function component(name: string): CheckedSchema {
  const schema = spec.components.schemas[name];
  if (!schema) throw new Error(`The spec has no schema ${name}.`);
  return { schema, type: `components["schemas"]["${name}"]` };
}

function response(name: string): CheckedSchema {
  const { schema, type } = component(name);
  return { schema: openEnums(schema), type };
}

/** Returns the schema of an object of parameters, in which all values are strings and header names are in lower case. */
function parameters(location: "query" | "header"): CheckedSchema {
  const all = spec.paths["/completions"].post.parameters.filter((parameter) => parameter.in === location);
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
function responseHeaders({ headers }: Response): CheckedSchema {
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
