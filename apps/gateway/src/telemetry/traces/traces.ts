import type { IncomingHttpHeaders } from "node:http";
import type { RequestRecord } from "../request-record.ts";

/** Creates spans, and sends them to a collector. */
export interface Traces {
  /** Begins the span of a request. If it is sampled, its record then has it. Returns headers for engines' servers. */
  begin(record: RequestRecord, headers: IncomingHttpHeaders): Readonly<Record<string, string>>;
  /** Sends what has not been sent yet, as far as the collector takes it within some seconds. There must be no spans afterwards. */
  close(): Promise<void>;
}
