import type { CassetteLine, RecordedExchange } from "@completions-api/protocol/cassette";
import { CassetteFile } from "./cassette-file.ts";
import type { ExchangeEnd, ProxiedExchange } from "./proxied-exchange.ts";
import { toRecordedExchange } from "./to-recorded-exchange.ts";

/** Keeps an exchange. Returns the reason if it does not. */
export type Recorder = (exchange: ProxiedExchange, end: ExchangeEnd) => string | undefined;

/**
 * Creates a recorder that appends exchanges to a cassette.
 *
 * @param url - the real server.
 * @param onRecorded - called with each exchange that was appended.
 * @throws CassetteError if the file exists and is not a cassette; Error of `node:fs` if it cannot be written.
 */
export function createRecorder(
  file: string,
  url: string,
  onRecorded: (line: CassetteLine) => void,
): Recorder {
  const cassette = new CassetteFile(file, url);
  return (proxied, end) => {
    const exchange: RecordedExchange | string = toRecordedExchange(proxied, end);
    if (typeof exchange === "string") return exchange;
    try {
      onRecorded({ line: cassette.append(exchange), exchange });
      return undefined;
    } catch (failure) {
      // The client has its answer already, which a full disk must not break.
      return `Not recorded: ${failure instanceof Error ? failure.message : String(failure)}.`;
    }
  };
}
