import type { CreateCompletionRequest } from "@completions-api/types";
import { apiVersion } from "@completions-api/validators";
import type { Credential } from "./credential.ts";
import type { Lifetime } from "./lifetime.ts";
import type { CallOptions } from "./options.ts";
import type { ResponseChecks } from "./response-checks.ts";

/** The checks of a validating client. No other client has any. */
export interface WithChecks {
  readonly checks?: ResponseChecks | undefined;
}

/** The options of a client or a call, with defaults applied. */
export interface Settings extends CallOptions, WithChecks {
  readonly apiVersion: string;
  readonly headers: NonNullable<CallOptions["headers"]>;
  readonly timeout: number;
  readonly idleTimeout: number;
  readonly maxResponseBytes: number;
  readonly maxRetries: number;
}

/** A call of the API. All its attempts share these values. */
export interface Call extends Settings {
  /** The address of the API, without a slash at its end. */
  readonly baseUrl: string;
  /** The client's headers, which come before those of the call. */
  readonly clientHeaders: NonNullable<CallOptions["headers"]>;
  readonly request: CreateCompletionRequest;
  readonly credential: Credential;
  readonly lifetime: Lifetime;
  /** An error that was created when the client was called. Its stack has the caller's line. */
  readonly callSite: Error;
}

/** The settings of a client without options. */
export const defaultSettings: Settings = {
  apiVersion,
  headers: {},
  // Node's `fetch` waits at most 300 s and then reports a failed connection.
  timeout: 240_000,
  idleTimeout: 120_000,
  maxResponseBytes: 2 ** 26,
  maxRetries: 2,
};

/**
 * Overrides settings with options. An undefined option changes nothing. Options that only a client has, such as its address,
 * are copied but not used.
 */
export function withOptions(settings: Settings, options: CallOptions & WithChecks): Settings {
  const defined = Object.entries(options).filter(([, value]) => value !== undefined);
  // `Object.fromEntries` loses the names in its type.
  return { ...settings, ...(Object.fromEntries(defined) as Partial<Settings>) };
}
