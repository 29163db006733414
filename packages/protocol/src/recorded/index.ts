// Recorded exchanges, for whoever shows or judges them. Servers and clients do not need them.
export { findRoute, type Route } from "./find-route.ts";
export { type CurlOptions, formatCurl } from "./format-curl.ts";
export { hideToken } from "./hide-token.ts";
export { type HarEntry, readHar, UnreadableHar } from "./read-har.ts";
export {
  type BodyPiece,
  bodyOf,
  type RecordedExchange,
  type RecordedRequest,
  type RecordedResponse,
} from "./recorded-exchange.ts";
export { splitEvents } from "./split-events.ts";
