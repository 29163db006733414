import type { Exchange } from "../contract-case.ts";
import type { Breach } from "./breach.ts";

/** The body of a valid request. A server that accepts what it should refuse generates little. */
export const goodBody = { prompt: "Call me Ishmael.", max_tokens: 1 } as const;

/** A request that must be refused, and the breach in it. */
export interface BadRequest {
  readonly breach: Breach;
  readonly exchange: Exchange;
}
