export { compareSchemas } from "./compare-schemas.ts";
export { type Check, createCheck } from "./create-check.ts";
export { createGeneratedCheck } from "./generated-check.ts";
export { sampleValue } from "./samples/sample-value.ts";
export type { SchemaChange, SchemaDirection, SchemaEvidence } from "./schema-change.ts";
