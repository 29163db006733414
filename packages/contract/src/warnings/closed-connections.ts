import type { RecordedExchange } from "@completions-api/protocol/recorded";
import type { Warning } from "../results.ts";
import { headerOf } from "./recorded-response.ts";

const minimumResponses = 5;

/** Finds servers that close the connection after nearly every response. */
export function findClosedConnections(exchanges: readonly RecordedExchange[]): readonly Warning[] {
  const responses = exchanges.filter(({ response }) => response !== undefined);
  const closed = responses.filter((exchange) => /\bclose\b/i.test(headerOf(exchange, "connection") ?? ""));
  if (responses.length < minimumResponses || closed.length < 0.9 * responses.length) return [];
  const message = `${closed.length} of ${responses.length} responses close their connection, so that clients must open one for each request. Allow the server or the proxy before it to keep connections.`;
  return [{ id: "closed-connections", message }];
}
