export { compareSchemas } from "./compare-schemas.ts";
export { createCheck } from "./create-check.ts";
export { createGeneratedCheck } from "./generated-check.ts";
export { sampleValue } from "./samples/sample-value.ts";
export type { SchemaChange, SchemaDirection } from "./schema-change.ts";
