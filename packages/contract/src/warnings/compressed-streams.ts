import type { RecordedExchange } from "@completions-api/protocol/recorded";
import type { Warning } from "../results.ts";
import { headerOf, isStream } from "./recorded-response.ts";

/**
 * Finds compressed streams. `fetch` accepts gzip and deflate, as OpenAI's clients do, and decodes them silently. Most
 * compressors wait for more events before they let one go.
 */
export function findCompressedStreams(exchanges: readonly RecordedExchange[]): readonly Warning[] {
  const streams = exchanges.filter(isStream);
  const encodings = streams
    .map((exchange) => headerOf(exchange, "content-encoding") ?? "identity")
    .filter((encoding) => encoding !== "identity");
  if (encodings.length === 0) return [];
  const names = [...new Set(encodings)].join(" and ");
  const message = `${encodings.length} of ${streams.length} streams are compressed (content-encoding: ${names}), which holds events back. Leave text/event-stream out of what the server or a proxy compresses.`;
  return [{ id: "compressed-streams", message }];
}
