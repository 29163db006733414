import type { ExtraParameters } from "@completions-api/types";
import type { CompletionsClient } from "../completions-client.ts";
import { createClient } from "../create-client.ts";
import type { ClientOptions } from "../options.ts";
import { createChecks } from "./create-checks.ts";

/** Options of `createValidatingClient`. */
export interface ValidatingClientOptions<Policy extends ExtraParameters = ExtraParameters>
  extends ClientOptions<Policy> {
  /**
   * How to handle a response that breaks the spec; by default `error`:
   *
   * - `error`: the call, or reading its stream, fails with the first problem.
   * - `warn`: the response is returned unchanged, and `onWarning` is called for each problem. In a stream, it is called only
   *   for problems that no earlier event has.
   * - `off`: responses are not checked, as in `@completions-api/client`.
   */
  readonly validate?: "off" | "warn" | "error" | undefined;
  /**
   * Receives a line that states the place of a problem and the expected value. The line never contains the actual value, so no
   * completion ends up in a log. By default, it is passed to `console.warn`.
   */
  readonly onWarning?: ((problem: string) => void) | undefined;
}

/**
 * Creates a client that validates everything the server sends. It checks completions, events and errors against the spec's
 * schemas, and against the spec's rules for choices, usage and the order of a stream.
 *
 * With `validate: "error"`, calls also throw UnexpectedResponseError, and streams MalformedEventError, in cases where a client
 * without validation succeeds.
 */
export function createValidatingClient<Policy extends ExtraParameters = "error">(
  options: ValidatingClientOptions<Policy>,
): CompletionsClient<Policy> {
  const { validate = "error", onWarning = logWarning } = options;
  if (validate === "off") return createClient(options);
  return createClient({ ...options, checks: createChecks(validate === "error" ? ([first]) => first : warn) });

  function warn(problems: readonly string[]): undefined {
    for (const problem of problems) {
      // An error thrown by a synchronous call would be reported as a connection failure.
      queueMicrotask(() => onWarning(problem));
    }
  }
}

function logWarning(problem: string): void {
  console.warn(`@completions-api/client: ${problem}`);
}
