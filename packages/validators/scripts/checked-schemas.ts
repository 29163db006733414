import type { Schema } from "../src/generator/schema.ts";
import { openEnums } from "./open-enums.ts";
import {
  type Content,
  findCompletions,
  listOperations,
  type Parameter,
  type Response,
  type Spec,
} from "./spec.ts";

/** A schema to generate a check from, and the TypeScript type of the values that pass the check. */
interface CheckedSchema {
  readonly schema: Schema;
  readonly type: string;
}

/** The schemas that get a check, by the name of the check. */
export type CheckedSchemas = Readonly<Record<string, CheckedSchema>>;

/** Lists the schemas of a spec that get a check: those of bodies, events, parameters and headers. */
export function listCheckedSchemas(spec: Spec): CheckedSchemas {
  const { parameters = [], responses } = findCompletions(spec);
  const operations = listOperations(spec);
  const requestBodies = operations.flatMap(({ requestBody }) => listBodies(requestBody?.content));
  const responseBodies = operations
    .flatMap((operation) => Object.values(operation.responses))
    .flatMap(({ content }) => listBodies(content));
  return {
    ...checkBodies(requestBodies),
    ...(parameters.length > 0 && {
      checkCreateCompletionQuery: parametersIn(parameters, "query"),
      checkCreateCompletionHeaders: parametersIn(parameters, "header"),
    }),
    // A server may send values of an enum that the spec does not name yet.
    ...checkBodies(openEnums(responseBodies)),
    ...Object.fromEntries(
      Object.entries(responses).map(([status, { headers }]) => [
        headersCheck(status),
        responseHeaders(headers),
      ]),
    ),
  };
}

/** Returns the name of the check for a schema of the spec. */
export function bodyCheck({ title }: Schema): string {
  return `check${title}`;
}

/** Returns the name of the check for the headers of the response with a status, which may be `default`. */
export function headersCheck(status: string): string {
  return `check${status[0]?.toUpperCase()}${status.slice(1)}Headers`;
}

/**
 * Lists the schemas of bodies, of events and of chunks, for which there is a validator besides the one for all events. Bodies
 * whose schema has no name, such as streams, are left out.
 */
function listBodies(content: Content = {}): Schema[] {
  return Object.values(content)
    .flatMap(({ schema, "x-itemSchema": event }) => [schema, event, ...(event?.oneOf ?? [])])
    .filter((schema) => schema !== undefined)
    .filter(({ title }) => title !== undefined && title !== "CompletionErrorEvent");
}

function checkBodies(schemas: readonly Schema[]): CheckedSchemas {
  return Object.fromEntries(
    schemas.map((schema) => [
      bodyCheck(schema),
      { schema, type: `components["schemas"]["${schema.title}"]` },
    ]),
  );
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
