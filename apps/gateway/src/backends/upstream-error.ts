import { type HttpError, otherError } from "@completions-api/protocol";

/** Advice for the operator of the gateway, by the status of the server's error. */
const advices: Readonly<Record<number, string>> = {
  401: "Check the deployment's `credential`, or its `headers`.",
  403: "Check the deployment's `credential`, or its `headers`.",
  404: "Check the path of the URL, which usually ends in /v1, and the deployment's `model`.",
};

/**
 * An error response of an upstream server: the `cause` of the error that the caller gets. Its message has no text that the
 * server meant for people, because that may quote the prompt.
 */
export class UpstreamError extends Error {
  override readonly name = "UpstreamError";
  /** The HTTP status of the response, or the one that an event in a stream names. Undefined if that names none. */
  readonly status: number | undefined;

  /** @param code - words for programs, such as `context_length_exceeded`; may be empty. */
  constructor({ status, code }: { readonly status: number | undefined; readonly code: string }) {
    const advice = status === undefined ? undefined : advices[status];
    super(
      `The model's server responded with ${status ?? "an error"}${code && ` (${code})`}.${advice === undefined ? "" : ` ${advice}`}`,
    );
    this.status = status;
  }
}

/** The reason why no connection to a server could be opened: the `cause` of the error that the caller gets. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";

  constructor(cause: unknown) {
    super("No connection to the model's server could be opened.", { cause });
  }
}

/** The reason why a connection on which a request was sent ended early: the `cause` of the error that the caller gets. */
export class LostConnectionError extends Error {
  override readonly name = "LostConnectionError";

  constructor(cause: unknown) {
    super("The connection to the model's server was lost.", { cause });
  }
}

/** Returns whether a status says that the request is to blame, rather than the server, its credential or its route. */
export function isRefusal(status: number): boolean {
  return status === 400 || status === 413 || status === 422;
}

/**
 * Creates the 502 for an upstream response that is not a completion.
 *
 * @param what - what the server sent, in words that may be logged.
 */
export function invalidUpstreamResponse(what: string): HttpError {
  return otherError("bad_gateway", "The model's server sent an invalid response", {
    advice: "Try again.",
    // A decoder's message ends with a period.
    cause: new Error(`The model's server sent ${what.replace(/\.$/, "")}.`),
  });
}
