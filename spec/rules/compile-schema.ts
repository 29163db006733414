import { Ajv2020 } from "ajv/dist/2020.js";
import { dereference } from "./dereference.ts";
import type { Context, Reference, Schema } from "./redocly.ts";

// Strict mode would refuse OpenAPI's own keywords, such as `x-rules`.
const options = { strict: false, logger: false } as const;

/** Compiles the meta-schema only once, which takes longer than all schemas of the spec. */
const metaAjv = new Ajv2020(options);

/** Compiles a schema to a function that describes what is wrong with a value, or returns undefined for a valid one. */
export function compileSchema(
  schema: Schema | Reference,
  context: Context,
): (value: unknown) => string | undefined {
  const whole = dereference(schema, context);
  // Redocly's rule `struct` reports an invalid schema. Compiling one here would end the run.
  if (!metaAjv.validateSchema(whole)) return () => undefined;
  const ajv = new Ajv2020({ ...options, validateSchema: false });
  const validate = ajv.compile(whole);
  return (value) => (validate(value) ? undefined : ajv.errorsText(validate.errors, { dataVar: "value" }));
}
