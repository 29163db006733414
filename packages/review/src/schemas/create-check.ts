import type { ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { canonicalText } from "../canonical/index.ts";
import type { Json, JsonObject } from "../model/json.ts";
import type { DefinedSchema } from "../model/schema.ts";
import { describeErrors } from "./describe-errors.ts";
import { typeOfValue } from "./keywords.ts";

/** Returns the reason why a value is invalid, as a sentence, or undefined for a valid one. */
export type Check = (value: Json) => string | undefined;

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
  const check: Check = (value) =>
    validate(value) ? undefined : describeErrors(validate.errors ?? [], value);
  checks.set(schema, (checks.get(schema) ?? new WeakMap()).set(definitions, check));
  return check;
}

/** Says whether a value is valid. */
export function isValid(defined: DefinedSchema, value: Json): boolean {
  const { schema } = defined;
  // Most schemas that are asked about a value are enums, for which nothing need be compiled.
  if (typeof schema === "object" && Array.isArray(schema.enum) && Object.keys(schema).every(isPlain)) {
    const text = canonicalText(value);
    return schema.enum.some((allowed) => canonicalText(allowed) === text) && hasType(schema, value);
  }
  return createCheck(defined)(value) === undefined;
}

function isPlain(keyword: string): boolean {
  return keyword === "enum" || keyword === "type" || keyword.startsWith("x-");
}

function hasType(schema: JsonObject, value: Json): boolean {
  const type = typeOfValue(value);
  const types = [schema.type ?? type].flat();
  return types.includes(type) || (type === "integer" && types.includes("number"));
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
