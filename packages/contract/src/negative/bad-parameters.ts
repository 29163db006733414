import { fails } from "../case-helpers/exchanges.ts";
import type { CaseRequest, ExpectedError } from "../contract-case.ts";
import { below, children, type Pointer, resolve } from "../spec-elements/json-pointer.ts";
import { type BadRequest, goodBody } from "./bad-request.ts";
import type { Breach } from "./breach.ts";
import { listBreaches } from "./list-breaches.ts";
import { proveBreaches } from "./prove-breaches.ts";
import { createSecondValidator } from "./second-validator.ts";

interface Parameter {
  readonly name: string;
  readonly in: string;
}

/**
 * Lists requests in which one parameter of an operation is just outside its schema, or missing. A parameter is in the query
 * or in a header.
 *
 * @param query - the query of a valid request.
 */
export function listBadParameters(document: unknown, operation: Pointer, query: string): BadRequest[] {
  return children(document, below(operation, "parameters")).flatMap(([, reference]) => {
    const { pointer, value } = resolve(document, reference);
    const parameter = { name: String(value.name), in: String(value.in) };
    const schema = below(pointer, "schema");
    const breaches = listBreaches(document, schema, value.example).filter(
      ({ invalid }) => typeof invalid === "string",
    );
    const proven = proveBreaches(breaches, createSecondValidator(document, schema));
    const missing: Breach = {
      elements: [below(pointer, "required")],
      name: ["required"],
      loc: [],
      valid: value.example,
      invalid: undefined,
    };
    return [...proven, ...(value.required === true ? [missing] : [])].map((breach) =>
      toBadRequest(parameter, breach, query),
    );
  });
}

function toBadRequest(parameter: Parameter, breach: Breach, query: string): BadRequest {
  const { name } = parameter;
  const isInQuery = parameter.in === "query";
  // Text, or undefined for a parameter that is missing.
  const text = breach.invalid as string | undefined;
  const request: Omit<CaseRequest, "body"> = isInQuery
    ? { query: replaceParameter(query, name, text) }
    : { headers: { [name]: text ?? null } };
  const code: ExpectedError["code"] = isInQuery ? "invalid_query" : "invalid_header";
  return {
    breach: { ...breach, name: [name, ...breach.name] },
    exchange: fails({ ...request, body: goodBody }, { code, param: name, mentions: [name] }),
  };
}

function replaceParameter(query: string, name: string, text: string | undefined): string {
  const parameters = new URLSearchParams(query);
  parameters.delete(name);
  if (text !== undefined) parameters.set(name, text);
  return String(parameters);
}
