import type { StreamFault } from "../responses/faults.ts";
import type { Latency } from "../responses/timing.ts";

/** The settings of a session, which apply to every response. */
export interface Settings {
  /** The latency of responses, unless a reply or the request says otherwise. */
  readonly latency?: Latency;
  /** Breaks every stream, unless a reply or the request says otherwise. */
  readonly fault?: StreamFault;
  /** True if a request for a completion that no reply fits is refused. */
  readonly strict?: boolean;
}
