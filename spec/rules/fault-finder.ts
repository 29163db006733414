import { Ajv2020 } from "ajv/dist/2020.js";
import { dereference } from "./dereference.ts";
import type { Context, Reference, Schema } from "./redocly.ts";

/** Makes a function that says what is wrong with a value by a schema, and nothing of a value that is right. */
export function faultFinder(
  schema: Schema | Reference,
  context: Context,
): (value: unknown) => string | undefined {
  // Not strict, since OpenAPI's schemas have keywords of their own, such as `x-rules`.
  const ajv = new Ajv2020({ strict: false, logger: false });
  const whole = dereference(schema, context);
  // A schema that is none is for Redocly's rule `struct` to report; compiling it would end the run.
  if (!ajv.validateSchema(whole)) return () => undefined;
  const validate = ajv.compile(whole);
  return (value) => (validate(value) ? undefined : ajv.errorsText(validate.errors, { dataVar: "value" }));
}
