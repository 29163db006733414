import { Validator } from "@cfworker/json-schema";
import { isObject } from "../is-object.ts";
import type { Pointer } from "../spec-elements/json-pointer.ts";

/**
 * Returns a function that tells if the schema at `pointer` accepts a value. It is another implementation of JSON Schema than
 * the one that generates `@completions-api/validators`, so that one mistake does not decide both what is sent and how a server
 * of this project reads it.
 */
export function createSecondValidator(document: unknown, pointer: Pointer): (value: unknown) => boolean {
  const validator = new Validator({ ...(isObject(document) && document), $ref: pointer }, "2020-12");
  return (value) => validator.validate(value).valid;
}
