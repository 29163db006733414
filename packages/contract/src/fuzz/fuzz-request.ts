/** A generated request. */
export type FuzzRequest = HttpFuzzRequest | RawFuzzRequest;

/** A request that an HTTP client can send. */
export interface HttpFuzzRequest {
  readonly method: string;
  /** The part after the target's base URL. */
  readonly path: string;
  readonly query: string;
  /** Names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer>;
  /**
   * True if standards leave the reading of the body or query to the server, for example if a name occurs twice. Then it may
   * refuse the request or not.
   */
  readonly isLoose: boolean;
}

/** The bytes of a request that no HTTP client sends. */
export interface RawFuzzRequest {
  /** The part before the first space is the method. */
  readonly startLine: string;
  readonly lines: readonly string[];
  readonly body: string;
}
