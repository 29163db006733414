import type { MockResponse } from "../mock-response.ts";
import type { RegisteredReply } from "../replies/registered-reply.ts";
import type { StreamFault } from "./faults.ts";
import type { Latency } from "./timing.ts";

/** The origin of a response. */
export type ResponseSource = "prefer" | "reply" | "example" | "engine" | "route" | "cassette" | "upstream";

/** A response, with its origin, latency and fault. */
export interface ChosenResponse {
  readonly response: MockResponse;
  readonly source: ResponseSource;
  /** The reply, if one decided. */
  readonly reply?: Pick<RegisteredReply, "id" | "name">;
  readonly latency: Latency;
  readonly fault: StreamFault | undefined;
}
