import type { Configured } from "./configured.ts";
import type { OpenStreams } from "./open-streams.ts";

/** The figures of one run. */
export interface Growth {
  readonly streams: Readonly<
    Record<"gateway" | "undici pass-through" | "no gateway", readonly OpenStreams[]>
  >;
  readonly keys: readonly Configured[];
  readonly deployments: readonly Configured[];
}
