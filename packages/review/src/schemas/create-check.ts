import type { ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Json } from "../model/json.ts";
import type { DefinedSchema } from "../model/schema.ts";
import { describeErrors } from "./describe-errors.ts";
import { isPlainlyValid } from "./plain-validity.ts";

/**
 * Returns the reason why a value is invalid, as a sentence, or undefined for a valid one. If there are several, one from
 * the schema at `site` is preferred, a path in the schema.
 */
export type Check = (value: Json, site?: readonly string[]) => string | undefined;

const options = {
  strict: false,
  validateFormats: false,
  validateSchema: false,
  logger: false,
  // A check is run on a few hundred values at most: compiling it takes longer.
  code: { optimize: false },
} as const;
const ajv = new Ajv2020(options);
// Some patterns, such as `\-`, are valid only without the flag `u`.
const tolerantAjv = new Ajv2020({ ...options, unicodeRegExp: false });

const checks = new WeakMap<object, WeakMap<object, Check>>();

/** Creates the validator of a schema. Formats are annotations. Throws if the schema cannot be compiled. */
export function createCheck({ schema, definitions }: DefinedSchema): Check {
  if (typeof schema === "boolean") return () => (schema ? undefined : "Nothing is valid here.");
  const known = checks.get(schema)?.get(definitions);
  if (known) return known;
  const validate = compile({ ...schema, $defs: definitions });
  const check: Check = (value, site) =>
    validate(value) ? undefined : describeErrors(validate.errors ?? [], value, site);
  checks.set(schema, (checks.get(schema) ?? new WeakMap()).set(definitions, check));
  return check;
}

/** Says whether a value is valid. */
export function isValid(defined: DefinedSchema, value: Json): boolean {
  return isPlainlyValid(defined, value, isValid) ?? createCheck(defined)(value) === undefined;
}

function compile(schema: object): ValidateFunction {
  for (const compiler of [ajv, tolerantAjv]) {
    try {
      return compiler.compile(schema);
    } catch (error) {
      if (compiler === tolerantAjv || !(error instanceof SyntaxError)) throw error;
    } finally {
      compiler.removeSchema(schema);
    }
  }
  throw new Error("Unreachable: the last compiler returns or throws.");
}
