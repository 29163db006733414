import { refuses } from "../case-helpers/exchanges.ts";
import { isObject } from "../is-object.ts";
import { below, type Pointer } from "../spec-elements/json-pointer.ts";
import { type BadRequest, goodBody } from "./bad-request.ts";
import { listBreaches } from "./list-breaches.ts";
import { proveBreaches } from "./prove-breaches.ts";
import { createSecondValidator } from "./second-validator.ts";

/** Lists requests whose bodies are just outside the schema of an operation's body. */
export function listBadBodies(document: unknown, operation: Pointer): BadRequest[] {
  const schema = below(operation, "requestBody", "content", "application/json", "schema");
  const breaches = proveBreaches(
    listBreaches(document, schema, goodBody),
    createSecondValidator(document, schema),
  );
  return breaches.map((breach) => ({
    breach: breach.loc.length > 0 ? breach : { ...breach, name: ["body", ...breach.name] },
    exchange: refuses(addPartners(breach.invalid), ...breach.loc),
  }));
}

/** Adds the parameter without which a rule of the API refuses another one. */
function addPartners(body: unknown): unknown {
  return isObject(body) && "stream_options" in body ? { ...body, stream: true } : body;
}
