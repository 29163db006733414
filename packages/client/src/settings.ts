import type { ExtraParameters } from "@completions-api/types";
import { apiVersion } from "@completions-api/validators";
import type { CallOptions, ClientOptions, Retry } from "./options.ts";

/** What holds for one call. */
export interface Settings {
  readonly apiVersion: string;
  readonly deployment: string | undefined;
  readonly extraParameters: ExtraParameters | undefined;
  readonly headers: Headers;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly signals: readonly (AbortSignal | undefined)[];
  readonly timeout: number;
  readonly idleTimeout: number;
  readonly maxRetries: number;
  readonly onRetry: ((retry: Retry) => void) | undefined;
}

/** A call's own options come before its client's, and these before the defaults. */
export function readSettings(client: ClientOptions, call: CallOptions): Settings {
  function option<Name extends keyof CallOptions>(name: Name): CallOptions[Name] {
    return call[name] ?? client[name];
  }
  return {
    apiVersion: option("apiVersion") ?? apiVersion,
    deployment: option("deployment"),
    extraParameters: option("extraParameters"),
    headers: new Headers(call.headers),
    // Looked up at each call, so that whoever replaces the platform's `fetch` later is heard.
    fetch: option("fetch") ?? ((request) => fetch(request)),
    signals: [client.signal, call.signal],
    timeout: option("timeout") ?? 600_000,
    idleTimeout: option("idleTimeout") ?? 120_000,
    maxRetries: option("maxRetries") ?? 2,
    onRetry: option("onRetry"),
  };
}
