import type { ExtraParameters } from "@completions-api/types";
import type { Credential } from "./credential.ts";
import type { CompletionsError } from "./errors/completions-error.ts";

/** A retry that is about to happen, as `onRetry` receives it. */
export interface Retry {
  /** The number of the failed attempt, from 1. */
  readonly attempt: number;
  /** The failed attempt's error. The call would throw it if no attempt was left. */
  readonly error: CompletionsError;
  /** The wait before the next attempt, in milliseconds. */
  readonly delay: number;
}

/** Options of a client or of a single call. Times are in milliseconds; `Infinity` means no limit. */
export interface CallOptions<Policy extends ExtraParameters = ExtraParameters> {
  /** The version of the API, a date; by default the spec's version. Spec: `#/components/parameters/ApiVersion`. */
  readonly apiVersion?: string | undefined;
  /** The deployment to use; by default the endpoint's default. Spec: `#/components/parameters/Deployment`. */
  readonly deployment?: string | undefined;
  /**
   * The server's policy for extra parameters; by default `error`, for which the types allow none.
   * Spec: `#/components/parameters/ExtraParameters`.
   */
  readonly extraParameters?: Policy | undefined;
  /**
   * Additional headers. A call's headers are added to the client's and replace those of the same name. The client always sets
   * `accept` and `authorization` itself.
   */
  readonly headers?: Headers | Readonly<Record<string, string>> | undefined;
  /** The function that sends requests; by default the platform's `fetch`. */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** A signal that aborts the call. The call then rejects with the signal's reason. A client's signal aborts all its calls. */
  readonly signal?: AbortSignal | undefined;
  /** The time limit for the first byte of each attempt's response; by default 240,000. Node's `fetch` waits at most 300,000. */
  readonly timeout?: number | undefined;
  /** The time limit for the next event of a stream or the end of any other response; by default 120,000. */
  readonly idleTimeout?: number | undefined;
  /**
   * The most bytes of a response that is not a stream, after decompression; by default 67,108,864 (64 MiB). A longer one is an
   * `UnexpectedResponseError`.
   */
  readonly maxResponseBytes?: number | undefined;
  /**
   * The maximum number of retries after a connection failure, a 408, 429 or 5xx, or a stream that ends before its first event.
   * From 0; by default 2. The wait respects `retry-after-ms`, `x-ms-retry-after-ms` and `Retry-After` (RFC 9110, section
   * 10.2.3), in this order. If the server asks for more than a minute, the call fails instead. An attempt with a new token after
   * a 401 is not counted.
   */
  readonly maxRetries?: number | undefined;
  /** Called before each wait for a retry. If it throws or its promise rejects, the call fails with that error. */
  readonly onRetry?: ((retry: Retry) => void) | undefined;
}

/** Options of `createCompletionsClient`. */
export interface ClientOptions<Policy extends ExtraParameters = ExtraParameters> extends CallOptions<Policy> {
  /**
   * The address of the API, without `/completions`, a query or a fragment. In a browser, it may be a path of the page's server,
   * which begins with `/`, `./` or `../`.
   */
  readonly baseUrl: string | URL;
  /**
   * The key, token or source of tokens that identifies the caller. It is sent as a bearer token, so it must not contain spaces or
   * line breaks. A server without keys accepts any text.
   * Spec: `#/components/securitySchemes`.
   */
  readonly credential: Credential;
  /** The scopes for a credential with `getToken`; by default the spec's. Spec: `#/components/securitySchemes/AADToken`. */
  readonly scopes?: readonly string[] | undefined;
}
