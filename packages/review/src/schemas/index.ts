export { compareSchemas } from "./compare-schemas.ts";
export { accepts, createCheck } from "./create-check.ts";
export { createGeneratedCheck } from "./generated-check.ts";
export { sampleValue, sampleValues } from "./samples/sample-value.ts";
export type { SchemaChange, SchemaDirection } from "./schema-change.ts";
