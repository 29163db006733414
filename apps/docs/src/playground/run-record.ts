/** A request as it was sent, except for its key. */
export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  /** The value of `authorization` is masked. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An event of a stream as it came, or the whole body of any other response. */
export interface RecordedEvent {
  /** Milliseconds since the run began. */
  readonly at: number;
  /** The event's lines, without the empty line at its end. */
  readonly text: string;
}

/** The failure of a run, in the terms of both faces. */
export interface RunError {
  readonly status?: number | undefined;
  readonly code?: string | undefined;
  readonly message: string;
  /** The parameter, header or property at fault, such as `temperature` or `stop[1]`. */
  readonly parameter?: string | undefined;
}

/** One request and everything that came back. */
export interface RunRecord {
  readonly request: RecordedRequest;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Grows during a run. The array stays the same one, and each update of the record is another object. */
  readonly events: readonly RecordedEvent[];
  readonly status?: number;
  /** By name in lower case. */
  readonly responseHeaders?: Readonly<Record<string, string>>;
  /** Milliseconds since the run began. Undefined while it runs. */
  readonly endedAt?: number;
  readonly error?: RunError;
}
