/** The import of a program that validates only requests. */
export { validateCreateCompletionRequest } from "../src/index.ts";
