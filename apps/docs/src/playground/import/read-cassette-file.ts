import {
  CassetteError,
  type CassetteLine,
  cutReasons,
  readCassette,
} from "@completions-api/protocol/cassette";
import type { RunRecord } from "../run-record.ts";
import { UnreadableFile } from "./unreadable-file.ts";

/**
 * Reads the exchanges in a cassette of the mock.
 *
 * @param file - its name for messages.
 * @throws UnreadableFile
 */
export function readCassetteFile(text: string, file: string): RunRecord[] {
  try {
    const { lines } = readCassette(text, file);
    // It begins with a head, or `readCassette` would have thrown.
    const [head = ""] = text.replace(/^\uFEFF/, "").split("\n", 1);
    const { url, recordedAt } = JSON.parse(head);
    const server = { url: toText(url), startedAt: Date.parse(toText(recordedAt)) || 0 };
    return lines.map((line) => toRecord(line, server));
  } catch (error) {
    if (error instanceof CassetteError) throw new UnreadableFile(error.message);
    // `JSON.stringify` throws it for what is nested too deeply, and for nothing else.
    if (error instanceof RangeError) throw new UnreadableFile(`${file}: It is nested too deeply.`);
    throw error;
  }
}

function toRecord(
  { exchange: { request, response } }: CassetteLine,
  server: { readonly url: string; readonly startedAt: number },
): RunRecord {
  const isStream = "events" in response;
  const last = isStream ? (response.events.at(-1)?.at ?? 0) : response.at;
  return {
    request: {
      method: request.method,
      url: joinUrl(server.url, request.target),
      headers: request.headers,
      body: request.body === undefined ? "" : JSON.stringify(request.body),
    },
    startedAt: server.startedAt,
    events: isStream
      ? response.events.map(({ at, data }) => ({
          at,
          text: `data: ${data === "[DONE]" ? data : JSON.stringify(data)}`,
        }))
      : [{ at: response.at, text: JSON.stringify(response.body) }],
    status: response.status,
    responseHeaders: response.headers,
    endedAt: last,
    ...(isStream && response.cut && { error: { message: `Cut short: ${cutReasons[response.cut]}.` } }),
  };
}

/** Not `String`, which calls methods that a value of JSON may have. */
function toText(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A cassette can have any text as the URL of its server. */
function joinUrl(server: string, target: string): string {
  const base = URL.canParse(server) ? server.replace(/\/+$/, "") : "";
  return URL.canParse(base + target) ? base + target : "http://unknown.invalid/completions";
}
