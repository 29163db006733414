/** Limits on what clients may send before a body, how slowly they may send and read, and how many may be connected. */
export interface ServerLimits {
  /** Bytes of a request's line and headers. */
  readonly headBytes: number;
  /** Headers of a request. Each takes memory besides its bytes while others are on their way. */
  readonly maxHeaders: number;
  /** Milliseconds until a request's line and headers must have arrived. */
  readonly headTimeout: number;
  /** Milliseconds within which some more of a body must arrive. */
  readonly bodyTimeout: number;
  /** Milliseconds until a whole request must have arrived. */
  readonly requestTimeout: number;
  /** Milliseconds within which a client must read 1 KiB of the data that is waiting for it, or all of it. */
  readonly readTimeout: number;
  /**
   * Connections. One more closes the one that has been idle for longest. If none is idle, the request that has been arriving for
   * longest gets a 503, and if none is arriving, the new connection does.
   */
  readonly maxConnections: number;
}

/** The limits of a server that is not told others. */
export const defaultLimits: ServerLimits = {
  headBytes: 16 * 1024,
  maxHeaders: 100,
  headTimeout: 10_000,
  bodyTimeout: 10_000,
  requestTimeout: 30_000,
  readTimeout: 20_000,
  // Some 200 MB, if each of them has sent most of a head.
  maxConnections: 4096,
};
