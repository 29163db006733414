import type { ExtraParameters } from "@completions-api/types";
import { apiVersion } from "@completions-api/validators";
import type { Checks } from "./checks.ts";
import type { CallOptions, ClientOptions, Retry } from "./options.ts";

/** What holds for one call. */
export interface Settings extends WithChecks {
  readonly apiVersion: string;
  readonly deployment?: string | undefined;
  readonly extraParameters?: ExtraParameters | undefined;
  readonly headers: Headers;
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
  readonly signals: readonly AbortSignal[];
  readonly timeout: number;
  readonly idleTimeout: number;
  readonly maxRetries: number;
  readonly onRetry?: ((retry: Retry) => void) | undefined;
}

/** What only a client that validates has. */
export interface WithChecks {
  readonly checks?: Checks | undefined;
}

const defaults = {
  apiVersion,
  // Node's own fetch waits no longer than 300 s, and says then that the connection failed.
  timeout: 240_000,
  idleTimeout: 120_000,
  maxRetries: 2,
};

/** A call's own options come before its client's, and these before the defaults. */
export function readSettings(client: ClientOptions & WithChecks, call: CallOptions): Settings {
  return {
    ...defaults,
    ...given(client),
    ...given(call),
    headers: new Headers(call.headers),
    signals: [client.signal, call.signal].filter((signal) => signal !== undefined),
  };
}

type Given<Options> = { [Name in keyof Options]: Exclude<Options[Name], undefined> };

/** Leaves out options that are undefined, which would hide those that they stand before. */
function given<Options extends object>(options: Options): Given<Options> {
  // What the built-in functions return knows no names.
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as Given<Options>;
}
