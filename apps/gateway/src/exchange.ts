import type { IncomingMessage, ServerResponse } from "node:http";
import type { RequestRecord } from "./operation/request-record.ts";

/** A request and its response on their way. */
export interface Exchange {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  /** Aborted once the client has left. */
  readonly clientGone: AbortSignal;
  /** Headers for engines' servers. */
  readonly trace: Readonly<Record<string, string>>;
  readonly record: RequestRecord;
}
