import type { GenerationRequest } from "../generate.ts";
import type { Dialect } from "./dialect.ts";
import type { UpstreamRequest } from "./request.ts";

/** What is asked of a server, in the gateway's words and in its own. */
export interface Call {
  readonly request: GenerationRequest;
  readonly sent: UpstreamRequest;
  readonly dialect: Dialect;
  /** Aborted where the completion is not wanted any more. */
  readonly signal: AbortSignal;
}
