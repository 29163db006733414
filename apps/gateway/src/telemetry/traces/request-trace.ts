import type { Delta, EngineRequest } from "@completions-api/engine";
import type { CompletionChunk } from "@completions-api/types";

/** The engine that a generation is asked of. */
export interface AttemptTarget {
  /** `client` for a server, `internal` for the engine in this process. */
  readonly kind: "client" | "internal";
  /** The attributes of spans that are the same for all its generations. */
  readonly attributes: Readonly<Record<string, string | number>>;
}

/** The reason why an attempt failed. */
export interface AttemptFailure {
  /** The code of the error that the caller would get. */
  readonly code: string;
  /** The status of the server's response, if it had one. */
  readonly status?: number;
}

/** The span of one attempt to generate. */
export interface AttemptSpan {
  /** Headers for the engine's server. */
  readonly headers: Readonly<Record<string, string>>;
  /** Records that the first deltas have arrived. */
  begun(): void;
  /** Counts the tokens of deltas that have arrived. */
  count(deltas: readonly Delta[]): void;
  /** Records the end. Without a failure, everything was generated, or the caller left. */
  end(failure?: AttemptFailure): void;
}

/** The span of a request that is sampled. */
export interface RequestTrace {
  readonly traceId: string;
  /** Begins a span within it. An attempt with the same prompts as an earlier one is a retry. */
  beginAttempt(request: EngineRequest & { readonly stream: boolean }, target: AttemptTarget): AttemptSpan;
  /** Notes the id of the completion and the finish reasons that the caller gets. */
  note(chunks: readonly CompletionChunk[]): void;
  /** Records the end of the request. */
  end(): void;
}
