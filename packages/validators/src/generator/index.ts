// The generator of the checks, for tools that compare versions of the spec. It needs ajv; the checks themselves do not.
export { createAjv } from "./create-ajv.ts";
