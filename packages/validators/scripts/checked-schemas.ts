import type { Schema } from "./schema.ts";
import { spec } from "./spec.ts";

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
  checkCreateCompletionResponse: component("CreateCompletionResponse"),
  checkCompletionEvent: component("CompletionEvent"),
  checkCompletionChunk: component("CompletionChunk"),
  checkUnauthorizedError: component("UnauthorizedError"),
  checkNotFoundError: component("NotFoundError"),
  checkUnprocessableContentError: component("UnprocessableContentError"),
  checkTooManyRequestsError: component("TooManyRequestsError"),
  checkContentFilterError: component("ContentFilterError"),
};

function component(name: string): CheckedSchema {
  const schema = spec.components.schemas[name];
  if (!schema) throw new Error(`The spec has no schema ${name}.`);
  return { schema, type: `components["schemas"]["${name}"]` };
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
      properties: Object.fromEntries(all.map(({ name, schema }) => [key(name), schema])),
    },
    type: `NonNullable<operations["complete"]["parameters"]["${location}"]>`,
  };
}
