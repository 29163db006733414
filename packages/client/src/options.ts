import type { ExtraParameters } from "@completions-api/types";
import type { Credential } from "./credential.ts";
import type { CompletionsError } from "./errors/completions-error.ts";

/** What `onRetry` is told before a call is sent again. */
export interface Retry {
  /** The attempt that failed, from 1. */
  readonly attempt: number;
  /** What it failed with: it would have been what the call throws, had no attempt been left. */
  readonly error: CompletionsError;
  /** How long until the next attempt, in milliseconds. */
  readonly delay: number;
}

/** What can be set for a client, and for each of its calls anew. Times are in milliseconds; `Infinity` means no limit. */
export interface CallOptions<Policy extends ExtraParameters = ExtraParameters> {
  /** The version of the API to ask for, a date; by default the spec's own. Spec: `#/components/parameters/ApiVersion`. */
  readonly apiVersion?: string | undefined;
  /** The deployment that is to answer; by default the endpoint's default one. Spec: `#/components/parameters/Deployment`. */
  readonly deployment?: string | undefined;
  /**
   * What the server is to do with extra parameters; by default `error`, with which the types allow none.
   * Spec: `#/components/parameters/ExtraParameters`.
   */
  readonly extraParameters?: Policy | undefined;
  /**
   * Further headers. A call's are added to the client's, and replace those of the same name; `accept` and `authorization` are
   * always the client's own.
   */
  readonly headers?: Headers | Readonly<Record<string, string>> | undefined;
  /** What sends a request; by default the platform's `fetch`. */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** Stops a call when it is aborted, which then rejects with its reason. The client's stops all calls. */
  readonly signal?: AbortSignal | undefined;
  /** How long an attempt may take until the first byte of its response; by default 240,000. Node's `fetch` waits 300,000 at most. */
  readonly timeout?: number | undefined;
  /** How long the next event of a stream, or the rest of any other response, may take; by default 120,000. */
  readonly idleTimeout?: number | undefined;
  /**
   * How often a call is sent again at most: after a connection failure, a 408, 429 or 5xx, or a stream that ends before its
   * first event. From 0; by default 2. `Retry-After` (RFC 9110, section 10.2.3) is obeyed; where it asks for more than a
   * minute, the call fails. The attempt with another token after a 401 does not count.
   */
  readonly maxRetries?: number | undefined;
  /** Called before each wait for another attempt. What it throws, the call does. */
  readonly onRetry?: ((retry: Retry) => void) | undefined;
}

/** What `createCompletionsClient` takes. */
export interface ClientOptions<Policy extends ExtraParameters = ExtraParameters> extends CallOptions<Policy> {
  /** Where the API is, without `/completions`. In a browser it may be relative to the page. */
  readonly baseUrl: string | URL;
  /** What the server knows the caller by; it becomes a bearer token. Spec: `#/components/securitySchemes`. */
  readonly credential: Credential;
  /** What a credential with `getToken` is asked for; by default the spec's. Spec: `#/components/securitySchemes/AADToken`. */
  readonly scopes?: readonly string[] | undefined;
}
