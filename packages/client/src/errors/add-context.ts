import { CompletionsError } from "./completions-error.ts";

/**
 * Completes an error of this client with what only its call knows: the request's id and the caller's stack. Other errors belong
 * to the caller and stay unchanged, and so do errors of other calls.
 *
 * @param callSite - an error that was created when the client was called.
 * @param response - the response that the attempt got before it failed, if any.
 */
export function addContext(error: unknown, callSite: Error, response: Response | undefined): void {
  if (error instanceof CompletionsError && !("requestId" in error)) {
    Object.assign(error, {
      requestId: readRequestId(response),
      // The error's own stack, if a timer created it, has no line of the caller. V8's stacks begin with the message.
      stack: `${callSite.stack}`.replace(/^Error.*/, () => `${error}`),
    });
  }
}

/** Returns a response's `x-request-id`. Spec: `#/components/headers/RequestId`. */
export function readRequestId(response: Response | undefined): string | undefined {
  return response?.headers.get("x-request-id") ?? undefined;
}
