export { createValidatingClient, type ValidatingClientOptions } from "./validate/validating-client.ts";
