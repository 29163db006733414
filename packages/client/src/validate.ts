export { createCompletionsClient, type ValidatingClientOptions } from "./validate/validating-client.ts";
