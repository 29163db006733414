import { Ajv2020 } from "ajv/dist/2020.js";
import { dereference } from "./dereference.ts";
import type { Context, Reference, Schema } from "./redocly.ts";

/** Compiles a schema to a function that describes what is wrong with a value, or returns undefined for a valid one. */
export function compileSchema(
  schema: Schema | Reference,
  context: Context,
): (value: unknown) => string | undefined {
  // Strict mode would refuse OpenAPI's own keywords, such as `x-rules`.
  const ajv = new Ajv2020({ strict: false, logger: false });
  const whole = dereference(schema, context);
  // Redocly's rule `struct` reports an invalid schema. Compiling one here would end the run.
  if (!ajv.validateSchema(whole)) return () => undefined;
  const validate = ajv.compile(whole);
  return (value) => (validate(value) ? undefined : ajv.errorsText(validate.errors, { dataVar: "value" }));
}
