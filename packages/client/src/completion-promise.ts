import { readRequestId } from "./errors/add-context.ts";
import { type RateLimit, readRateLimit } from "./rate-limit.ts";

/** A result, and what the response says besides. */
export interface WithResponse<Result> {
  /** The completion or stream, the same that the call itself resolves to. */
  readonly data: Result;
  /** The response, for its status and headers. Its body has been read, or the stream reads it. */
  readonly response: Response;
  /** The response's `x-request-id`, which identifies the request in the server's logs; undefined if there is none. */
  readonly requestId: string | undefined;
  /** The caller's rate limits, from the `x-ratelimit-*` headers; undefined if there are none. */
  readonly rateLimit: RateLimit | undefined;
}

/** The promise of a call's result. */
export interface CompletionPromise<Result> extends Promise<Result> {
  /**
   * Returns the result together with its response. Nothing is sent again. A call that fails rejects this promise too, with the
   * same error. It is enough to await one of the two.
   */
  withResponse(): Promise<WithResponse<Result>>;
}

/** What a successful attempt returns. */
export interface Sent<Result> {
  readonly data: Result;
  readonly response: Response;
}

/** Makes the promise of a call from that of its last attempt. */
export function createCompletionPromise<Result>(sending: Promise<Sent<Result>>): CompletionPromise<Result> {
  const result = sending.then(({ data }) => data);
  return Object.assign(result, {
    withResponse() {
      const details = sending.then((sent) => ({
        ...sent,
        requestId: readRequestId(sent.response),
        rateLimit: readRateLimit(sent.response.headers),
      }));
      // It is enough to await one of the two. A rejection of the other would count as unhandled, and end the process.
      result.catch(() => {});
      details.catch(() => {});
      return details;
    },
  });
}
