import type { CancellationSignal, RequestContext } from "@completions-api/http";
import type { RequestRecord } from "../telemetry/request-record.ts";

/** A request to the gateway, with its response. */
export interface GatewayRequest extends Pick<RequestContext, "message" | "response"> {
  /** Aborted once the client has disconnected, or once a drain has run out of time. */
  readonly clientGone: CancellationSignal;
  readonly url: URL;
  /** The value of the route's parameter, such as the model in `/v1/models/{model}`; empty if the route has none. */
  readonly parameter: string;
  /** Headers for engines' servers. */
  readonly trace: Readonly<Record<string, string>>;
  readonly record: RequestRecord;
}
