import type { Rounds } from "../measuring/rounds.ts";
import type { ForwardingFigures } from "./forwarding.ts";

/** The figures of one way to pin servers. */
export interface MeasuredGateway {
  readonly forwarding: ForwardingFigures;
  /** Requests a second of 16 tokens, without an upstream. */
  readonly embedded: Readonly<Record<"gateway" | "prism", Rounds>>;
}

/** Requests a second of 512 tokens of the embedded engine, not pinned, by the number of workers. */
export type WorkerRates = Readonly<Record<"one" | "two", Rounds>>;
