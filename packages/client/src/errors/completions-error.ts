/** The base class of this client's errors. A mistake in the caller's code, such as reading a stream twice, is a TypeError. */
// Subclasses use `declare` for fields that their constructors set. Otherwise, the bundle would initialize them to undefined.
export abstract class CompletionsError extends Error {
  /**
   * The response's `x-request-id`, which identifies the request in the server's logs; undefined if there was no response, or it
   * has no such header.
   */
  declare readonly requestId: string | undefined;
}
