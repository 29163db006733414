import type { CompletionChunk } from "@completions-api/types";

/** A completion that is still to be generated or replayed. */
export interface MockCompletion {
  /** Starts it. The chunks come in batches, and the last one has the usage. */
  readonly start: (signal: AbortSignal) => AsyncIterable<readonly CompletionChunk[]>;
}

/** A response whose body is known, such as an error. */
export interface FixedResponse {
  readonly status: number;
  /** Names in lower case; without `content-type`. */
  readonly headers: Readonly<Record<string, string>>;
  /** A JSON document. */
  readonly body: unknown;
}

/** The mock's response to a request, before it is checked and sent. */
export type MockResponse = MockCompletion | FixedResponse;
