import { createAjv } from "@completions-api/validators/generator";
import type { Json } from "../model/json.ts";
import type { DefinedSchema } from "../model/schema.ts";

const ajv = createAjv();
const checks = new WeakMap<object, ((value: Json) => boolean) | null>();

/**
 * Generates the check of a schema with the generator of this repository's validators: the code that servers and clients
 * run. Returns undefined for schemas with keywords that the generator does not support.
 */
export function createGeneratedCheck({
  schema,
  definitions,
}: DefinedSchema): ((value: Json) => boolean) | undefined {
  if (typeof schema === "boolean") return undefined;
  const known = checks.get(schema);
  if (known !== undefined) return known ?? undefined;
  const check = compile({ ...schema, ...(Object.keys(definitions).length > 0 && { $defs: definitions }) });
  checks.set(schema, check ?? null);
  return check;
}

function compile(schema: object): ((value: Json) => boolean) | undefined {
  try {
    const validate = ajv.compile(schema);
    return (value) => validate(value);
  } catch {
    // The generator refuses what it would get wrong, such as a union whose branches it cannot tell apart.
    return undefined;
  } finally {
    ajv.removeSchema(schema);
  }
}
