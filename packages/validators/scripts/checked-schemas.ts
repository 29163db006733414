import type { Schema } from "./schema.ts";
import { spec } from "./spec.ts";

/** A schema to make a check from, and the TypeScript type of what passes it. */
interface CheckedSchema {
  readonly schema: Schema;
  readonly type: string;
}

/** By the name of the check. */
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

/** Parameters as an object of strings, as they arrive. Names of headers are lower-case there. */
function parameters(location: "query" | "header"): CheckedSchema {
  const all = spec.paths["/completions"].post.parameters.filter((parameter) => parameter.in === location);
  for (const { name, schema } of all) {
    if (schema.type !== "string")
      throw new Error(`${name} must be a string: nothing here parses parameters.`);
  }
  const key = (name: string) => (location === "header" ? name.toLowerCase() : name);
  return {
    schema: {
      type: "object",
      required: all.filter(({ required }) => required).map(({ name }) => key(name)),
      properties: Object.fromEntries(all.map(({ name, schema }) => [key(name), schema])),
    },
    type: `NonNullable<operations["createCompletion"]["parameters"]["${location}"]>`,
  };
}
