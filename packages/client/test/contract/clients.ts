import { createCompletionsClient } from "../../src/index.ts";
import { createValidatingClient } from "../../src/validate.ts";

/** Both clients must fulfil the contract: validation must not refuse a valid response. */
export const clients: readonly [string, typeof createCompletionsClient][] = [
  ["a client", createCompletionsClient],
  ["a validating client", createValidatingClient],
];
