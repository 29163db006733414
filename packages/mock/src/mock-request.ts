/** A request whose body has arrived, from a socket or from `fetch`. */
export interface MockRequest {
  readonly method: string;
  /** The request target as it was sent: usually a path and a query. */
  readonly target: string;
  /** The target, parsed. The path has no prefix of a session. */
  readonly url: URL;
  /** The values of each header, by its name in lower case. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
  readonly body: Uint8Array;
  /** Aborted once the client has disconnected. */
  readonly clientGone: AbortSignal;
  /** Calls a function once the client has disconnected. Takes less time than a listener of `clientGone`. */
  readonly whenGone: (leave: () => void) => void;
}
