/** The sender of a request. */
export interface Caller {
  /** The API key's name, or a bearer token's subject and issuer. May be logged. */
  readonly name: string;
  /** The deployments that the caller may use. Absent: all. */
  readonly deployments?: ReadonlySet<string>;
  /** The caller's own limits. Absent: the general ones. */
  readonly limits?: Limits;
  /** The name of the team whose budgets the caller shares. */
  readonly team?: string;
  /** The caller's share of a deployment that is busy, in proportion to those of others. By default 1. */
  readonly weight?: number;
  /** By default `normal`. */
  readonly priority?: Priority;
}

/** The order in which callers of a deployment that is busy are served. */
export const priorities = ["high", "normal", "low"] as const;

export type Priority = (typeof priorities)[number];

/** The requests and tokens of a minute, and of a calendar day and month in UTC. Absent: no limit. */
export interface Budgets {
  readonly requestsPerMinute?: number;
  readonly requestsPerDay?: number;
  readonly requestsPerMonth?: number;
  readonly tokensPerMinute?: number;
  readonly tokensPerDay?: number;
  readonly tokensPerMonth?: number;
}

/** Callers that share budgets. Each also has its own limits. */
export interface Team {
  readonly limits: Budgets;
}

/** Limits of a caller. Absent: no limit. */
export interface Limits extends Budgets {
  /** Generations at a time, in each deployment. */
  readonly concurrency?: number;
}

/** The permissions of a caller, as the configuration states them. */
export interface Grant extends Pick<Caller, "limits" | "team" | "weight" | "priority"> {
  readonly deployments?: readonly string[];
}

/**
 * Finds the caller that a token belongs to.
 *
 * @param connection - the one that it came on, with the client's IP address unless it has disconnected.
 * @throws HttpError 401 if the token is not accepted; 429 if too many of the address were not; 503 if it cannot be checked.
 */
export type Authenticate = (
  token: string,
  connection?: { readonly remoteAddress?: string | undefined },
) => Caller | Promise<Caller>;

/** Creates a caller with a name and what it is granted. */
export function createCaller(name: string, { deployments, limits, team, weight, priority }: Grant): Caller {
  return {
    name,
    ...(deployments && { deployments: new Set(deployments) }),
    ...(limits && { limits }),
    ...(team !== undefined && { team }),
    ...(weight !== undefined && { weight }),
    ...(priority && { priority }),
  };
}
