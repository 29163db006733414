/** What someone bundles who validates nothing but requests. */
export { validateCreateCompletionRequest } from "@completions-api/validators";
