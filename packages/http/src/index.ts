export {
  type ApiServer,
  type ApiServerOptions,
  createApiServer,
  type RequestContext,
  type RequestHandler,
} from "./api-server.ts";
export { Cancellation, type CancellationSignal } from "./cancellation.ts";
export { AsciiText, type Content } from "./chunked-body.ts";
export { type Cors, type CorsOptions, createCors } from "./cors.ts";
export { distinctHeaders } from "./distinct-headers.ts";
export type { ErrorFormat } from "./error-format.ts";
export { isForOpenAI } from "./is-for-openai.ts";
export { loadSite, type Site } from "./load-site.ts";
export { type BodyMeter, readBody } from "./read-body.ts";
export { readUrl } from "./read-url.ts";
export { findRoute, hasRoute, type Route, type Routes, readOnly } from "./routes.ts";
export { type FullResponse, sendResponse } from "./send-response.ts";
export type { SiteResponder } from "./send-site-file.ts";
export { type SendStreamOptions, sendStream } from "./send-stream.ts";
export { defaultLimits, type ServerLimits } from "./server-limits.ts";
