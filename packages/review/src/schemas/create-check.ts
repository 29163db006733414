import type { ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Json } from "../model/json.ts";
import type { DefinedSchema } from "../model/schema.ts";
import { describeErrors } from "./describe-errors.ts";
import { hasType, isPlainlyValid } from "./plain-validity.ts";

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
const ajv = acceptEmptyEnums(new Ajv2020(options));
// Some patterns, such as `\-`, are valid only without the flag `u`.
const tolerantAjv = acceptEmptyEnums(new Ajv2020({ ...options, unicodeRegExp: false }));

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

/**
 * Says whether a schema allows a value. One that no validator can be made of, such as one with an invalid pattern, refuses
 * only values of other types.
 */
export function accepts(defined: DefinedSchema, value: Json): boolean {
  try {
    return createCheck(defined)(value) === undefined;
  } catch {
    return typeof defined.schema === "boolean" || hasType(defined.schema, value);
  }
}

/** Says whether a value is valid. */
export function isValid(defined: DefinedSchema, value: Json): boolean {
  return isPlainlyValid(defined, value, isValid) ?? createCheck(defined)(value) === undefined;
}

/** Says whether a value is invalid because it fits several branches of a `oneOf`. */
export function fitsSeveralBranches({ schema, definitions }: DefinedSchema, value: Json): boolean {
  if (typeof schema === "boolean") return false;
  const validate = compile({ ...schema, $defs: definitions });
  return (
    !validate(value) && (validate.errors ?? []).some(({ params }) => Array.isArray(params.passingSchemas))
  );
}

/** Ajv refuses to compile an enum without values. Documents have them where nothing is allowed yet. */
function acceptEmptyEnums(instance: Ajv2020): Ajv2020 {
  const rule = instance.RULES.all.enum;
  if (typeof rule !== "object" || !("code" in rule.definition)) return instance;
  const { definition } = rule;
  const { code } = definition;
  definition.code = (context) => (context.schema.length === 0 ? context.fail() : code(context));
  return instance;
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
