export { type ApiServerOptions, createApiServer, type ServerLimits } from "./create-server.ts";
export { readBody } from "./read-body.ts";
export { readHead } from "./read-head.ts";
export { findRoute, type Routes } from "./routes.ts";
export { sendError } from "./send-error.ts";
export { type SendStreamOptions, sendStream } from "./send-stream.ts";
export { sendWhole, type WholeAnswer } from "./send-whole.ts";
