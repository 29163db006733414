export { createRawClient, type RawClientOptions } from "./raw/create-raw-client.ts";
