import type { BreakableRule } from "../rules/broken-rule.ts";
import type { StreamEvent } from "../stream/event-decoder.ts";

/** The version of the format. A reader refuses any other. */
export const cassetteVersion = 1;

/** The first line of a cassette. Every other line is a {@link RecordedExchange}. */
export interface CassetteHead {
  readonly cassette: typeof cassetteVersion;
  /** The program that wrote it, with its version. */
  readonly tool: string;
  /** The real server, without a user, a password and a query. */
  readonly url: string;
  /** When the recording began, in ISO 8601 and UTC. */
  readonly recordedAt: string;
}

/** A request to the real server, and its answer. */
export interface RecordedExchange {
  readonly request: RecordedRequest;
  readonly response: RecordedDocument | RecordedStream;
  /** The ways in which the answer broke the contract. Absent if there are none. */
  readonly violations?: readonly RecordedViolation[];
}

/** A way in which the answer broke the contract. */
export interface RecordedViolation {
  readonly rule: BreakableRule;
  readonly message: string;
}

/** A request as it was sent, without its secrets. */
export interface RecordedRequest {
  readonly method: string;
  /** The path and, on the API's own face, the query parameter `api-version`. */
  readonly target: string;
  /** The headers that change the answer, by name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Absent if the request has none. */
  readonly body?: unknown;
}

interface RecordedHead {
  readonly status: number;
  /** The headers that the contract declares, by name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** An answer that is one JSON document. */
export interface RecordedDocument extends RecordedHead {
  /** When it had arrived: milliseconds since the request. */
  readonly at: number;
  readonly body: unknown;
}

/** An answer that is a stream of events. */
export interface RecordedStream extends RecordedHead {
  readonly events: readonly TimedEvent[];
  /** The reason why it ended too early. Absent from a whole stream. */
  readonly cut?: StreamCut;
}

/** An event of a stream, with the time of its arrival in milliseconds since the request. */
export interface TimedEvent {
  readonly at: number;
  readonly data: StreamEvent;
}

/** The reason why a stream ended too early: one of the two sides, the proxy, an event that cannot be read, or an error event. */
export type StreamCut = "client-left" | "server-left" | "refused" | "unreadable" | "error";

/** Why a stream that ended too early is not sent, worded to follow a colon. */
export const cutReasons: Readonly<Record<StreamCut, string>> = {
  "client-left": "the client left before the end of the stream",
  "server-left": "the server broke off the stream",
  refused: "the stream broke the contract, and its rest was refused",
  unreadable: "the stream has an event that cannot be read, or no end",
  error: "the stream ends with an error event",
};
