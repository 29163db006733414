/** What someone imports who validates nothing but requests. */
export { validateCreateCompletionRequest } from "../src/index.ts";
