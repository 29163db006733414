// The parts of this package that need no `node:` module, so that they also run in browsers and workers.
export { defaultErrorFormat, type ErrorFormat } from "./error-format.ts";
export { isForOpenAI } from "./is-for-openai.ts";
export { findRoute, type Route, type Routes, readOnly } from "./routes.ts";
export { streamHeaders } from "./stream-headers.ts";
