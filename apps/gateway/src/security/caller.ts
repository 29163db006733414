/** Who has sent a request. */
export interface Caller {
  /** The API key's name, or a bearer token's subject and issuer. It may be logged. */
  readonly name: string;
  /** The deployments that it may use; all where absent. */
  readonly deployments?: ReadonlySet<string>;
  /** Of its own; otherwise those of everybody. */
  readonly limits?: Limits;
}

/** What a caller may use within a minute; without limit where absent. */
export interface Limits {
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
}

/** What callers may do, as the configuration has it. */
export interface Grant {
  readonly deployments?: readonly string[];
  readonly limits?: Limits;
}

/**
 * Finds out who has sent a token.
 *
 * @throws HttpError 401 where it is not accepted; 503 where that cannot be found out.
 */
export type Authenticate = (token: string) => Caller | Promise<Caller>;

/** A caller of that name, with what it is granted. */
export function createCaller(name: string, { deployments, limits }: Grant): Caller {
  return {
    name,
    ...(deployments && { deployments: new Set(deployments) }),
    ...(limits && { limits }),
  };
}
