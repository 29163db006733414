/** The sender of a request. */
export interface Caller {
  /** The API key's name, or a bearer token's subject and issuer. May be logged. */
  readonly name: string;
  /** The deployments that the caller may use. Absent: all. */
  readonly deployments?: ReadonlySet<string>;
  /** The caller's own limits. Absent: the general ones. */
  readonly limits?: Limits;
}

/** Limits per minute. Absent: no limit. */
export interface Limits {
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
}

/** The permissions of a caller, as the configuration states them. */
export interface Grant {
  readonly deployments?: readonly string[];
  readonly limits?: Limits;
}

/**
 * Finds the caller that a token belongs to.
 *
 * @throws HttpError 401 if the token is not accepted; 503 if it cannot be checked.
 */
export type Authenticate = (token: string) => Caller | Promise<Caller>;

/** Creates a caller with a name and what it is granted. */
export function createCaller(name: string, { deployments, limits }: Grant): Caller {
  return {
    name,
    ...(deployments && { deployments: new Set(deployments) }),
    ...(limits && { limits }),
  };
}
