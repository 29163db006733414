/** Who has sent a request. */
export interface Caller {
  /** The API key's name, or a bearer token's subject. It may be logged. */
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

/**
 * Finds out who has sent a token.
 *
 * @throws ApiError 401 where it is not accepted; 503 where that cannot be found out.
 */
export type Authenticate = (token: string) => Caller | Promise<Caller>;
