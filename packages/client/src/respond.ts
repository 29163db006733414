export { type RespondOptions, toReadableStream } from "./respond/to-readable-stream.ts";
export { toResponse } from "./respond/to-response.ts";
