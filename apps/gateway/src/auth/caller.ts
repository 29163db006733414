/** The sender of a request. */
export interface Caller {
  /** The API key's name, or a bearer token's subject and issuer. May be logged. */
  readonly name: string;
  /** The deployments that the caller may use. Absent: all. */
  readonly deployments?: ReadonlySet<string>;
  /** The caller's own limits. Absent: the general ones. */
  readonly limits?: Limits;
  /** The caller's share of a deployment that is busy, in proportion to those of others. By default 1. */
  readonly weight?: number;
  /** By default `normal`. */
  readonly priority?: Priority;
}

/** The order in which callers of a deployment that is busy are served. */
export const priorities = ["high", "normal", "low"] as const;

export type Priority = (typeof priorities)[number];

/** Limits of a caller. Absent: no limit. */
export interface Limits {
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
  /** Generations at a time, in each deployment. */
  readonly concurrency?: number;
}

/** The permissions of a caller, as the configuration states them. */
export interface Grant extends Pick<Caller, "limits" | "weight" | "priority"> {
  readonly deployments?: readonly string[];
}

/**
 * Finds the caller that a token belongs to.
 *
 * @param address - the IP address that it came from.
 * @throws HttpError 401 if the token is not accepted; 429 if too many of the address were not; 503 if it cannot be checked.
 */
export type Authenticate = (token: string, address?: string) => Caller | Promise<Caller>;

/** Creates a caller with a name and what it is granted. */
export function createCaller(name: string, { deployments, limits, weight, priority }: Grant): Caller {
  return {
    name,
    ...(deployments && { deployments: new Set(deployments) }),
    ...(limits && { limits }),
    ...(weight !== undefined && { weight }),
    ...(priority && { priority }),
  };
}
