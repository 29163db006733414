import type { RequestContext } from "@completions-api/http";
import type { RequestRecord } from "../telemetry/request-record.ts";

/** A request to the gateway, with its response. */
export interface GatewayRequest extends RequestContext {
  readonly url: URL;
  /** Headers for engines' servers. */
  readonly trace: Readonly<Record<string, string>>;
  readonly record: RequestRecord;
}
