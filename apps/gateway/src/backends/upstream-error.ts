import { HttpError, type ListedPrompt, otherError, unprocessableContent } from "@completions-api/protocol";
import type { OptionalParameter } from "./backend.ts";

/** What the statuses that no caller can provoke ask of people who operate the gateway. */
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

/**
 * Creates the 422 for a parameter that the server took, but ignored. It is not the server's failure: otherwise one caller could
 * close the server for all others.
 *
 * @param what - what the server sent, in words that may be logged.
 */
export function ignoredParameter(name: OptionalParameter, value: unknown, what: string): HttpError {
  const { code, body } = unprocessableContent({
    loc: ["body", name],
    value,
    message: "is ignored by this deployment's model",
    advice: "Leave it out.",
    code: "parameter_not_supported",
  });
  return new HttpError(code, body, { cause: new Error(`The model's server sent ${what}.`) });
}

/**
 * Creates the 422 for several prompts before a server that does not say which prompt a text completes.
 *
 * @param what - what the server sent, in words that may be logged.
 */
export function indistinctPrompts(prompts: readonly ListedPrompt[], what: string): HttpError {
  const { code, body } = unprocessableContent({
    loc: ["body", "prompt"],
    value: prompts.map(({ prompt }) => prompt),
    message: "has several prompts, whose completions this deployment's model does not tell apart",
    advice: "Send them in several requests.",
    code: "parameter_not_supported",
  });
  return new HttpError(code, body, { cause: new Error(`The model's server sent ${what}.`) });
}
