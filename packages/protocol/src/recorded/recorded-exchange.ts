/** A piece of a response's body, as it arrived. Pieces that arrived within the same millisecond are one. */
export interface BodyPiece {
  /** Milliseconds after the request began. */
  readonly at: number;
  readonly text: string;
}

/** A request as it was sent, without the token. */
export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Undefined if the request has none. Bytes that are not UTF-8 are U+FFFD. */
  readonly body?: string;
}

/** A response as it arrived, without the token. */
export interface RecordedResponse {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly pieces: readonly BodyPiece[];
}

/** A request of a case, and the response to it. It never contains the token. */
export interface RecordedExchange {
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly request: RecordedRequest;
  /** Undefined if the server sent none. */
  readonly response?: RecordedResponse;
  /** Milliseconds from the beginning of the request to the response's headers. */
  readonly headAt?: number;
  /** Milliseconds from the beginning of the request to the end of the response, or to the last piece that was read. */
  readonly durationMs: number;
  /** Milliseconds from the beginning of the request until the case stopped reading the response, if it did so before its end. */
  readonly leftAt?: number;
  /** The reason why the response is missing or incomplete. */
  readonly error?: string;
}

/** Returns the body of a recorded response. */
export function bodyOf({ response }: RecordedExchange): string {
  return response?.pieces.map(({ text }) => text).join("") ?? "";
}
