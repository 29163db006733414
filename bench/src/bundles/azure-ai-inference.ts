/** The client and the reader of streams that its README recommends. */
export { createSseStream } from "@azure/core-sse";
export { default } from "@azure-rest/ai-inference";
