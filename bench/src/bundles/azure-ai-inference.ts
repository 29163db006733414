/** Its README has this read the streams. */
export { createSseStream } from "@azure/core-sse";
export { default } from "@azure-rest/ai-inference";
