import { apiVersion } from "@completions-api/validators";
import type { Checks } from "./checks.ts";
import type { CallOptions } from "./options.ts";

/** What only a client that validates has. */
export interface WithChecks {
  readonly checks?: Checks | undefined;
}

/** The options that hold for a client or a call. */
export interface Settings extends CallOptions, WithChecks {
  readonly apiVersion: string;
  readonly headers: NonNullable<CallOptions["headers"]>;
  readonly timeout: number;
  readonly idleTimeout: number;
  readonly maxRetries: number;
}

/** What holds where neither a client nor a call says otherwise. */
export const defaultSettings: Settings = {
  apiVersion,
  headers: {},
  // Node's own fetch waits no longer than 300 s, and says then that the connection failed.
  timeout: 240_000,
  idleTimeout: 120_000,
  maxRetries: 2,
};

/** An option that is undefined changes nothing. What only a client has, such as its address, is of no account here. */
export function withOptions(settings: Settings, options: CallOptions & WithChecks): Settings {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  // The built-in functions know no names.
  return { ...settings, ...(Object.fromEntries(given) as Partial<Settings>) };
}
