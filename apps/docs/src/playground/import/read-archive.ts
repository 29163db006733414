import {
  findRoute,
  type HarEntry,
  readHar,
  splitEvents,
  UnreadableHar,
} from "@completions-api/protocol/recorded";
import type { RecordedEvent, RunRecord } from "../run-record.ts";
import { UnreadableFile } from "./unreadable-file.ts";

/**
 * Reads the requests for completions in an HTTP Archive.
 *
 * @throws UnreadableFile
 */
export function readArchive(text: string): RunRecord[] {
  try {
    return readHar(text)
      .filter(({ exchange }) => findRoute(exchange)?.resource === "completions")
      .map(toRecord);
  } catch (error) {
    throw error instanceof UnreadableHar ? new UnreadableFile(error.message) : error;
  }
}

function toRecord({ exchange, gap }: HarEntry): RunRecord {
  const { request, response, startedAt, durationMs } = exchange;
  const headers = Object.fromEntries(response?.headers ?? []);
  return {
    request: {
      method: request.method,
      url: request.url,
      headers: Object.fromEntries(request.headers),
      body: request.body ?? "",
    },
    startedAt,
    events: readEvents(exchange.response?.pieces ?? [], headers["content-type"]),
    ...(response && { status: response.status, responseHeaders: headers }),
    endedAt: durationMs,
    ...(gap !== undefined && { error: { message: `Not all of it is recorded: ${gap}.` } }),
  };
}

function readEvents(pieces: Parameters<typeof splitEvents>[0], type = ""): readonly RecordedEvent[] {
  if (/^text\/event-stream\b/i.test(type)) {
    return splitEvents(pieces).flatMap(({ at, text }) => {
      const block = text.replace(/[\r\n]+$/, "");
      return block === "" ? [] : [{ at, text: block }];
    });
  }
  const text = pieces.map((piece) => piece.text).join("");
  return text === "" ? [] : [{ at: pieces.at(-1)?.at ?? 0, text }];
}
