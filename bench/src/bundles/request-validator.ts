/** The bundle of a caller that validates only requests. */
export { validateCreateCompletionRequest } from "@completions-api/validators";
