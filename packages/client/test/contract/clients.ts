import { createCompletionsClient } from "../../src/index.ts";
import { createCompletionsClient as createValidatingClient } from "../../src/validate.ts";

/** Both are held to the contract: validation refuses no good answer. */
export const clients: readonly [string, typeof createCompletionsClient][] = [
  ["a client", createCompletionsClient],
  ["a client that validates", createValidatingClient],
];
