import type { ExtraParameters } from "@completions-api/types";
import type { CompletionsClient } from "../client.ts";
import { createClient } from "../create-client.ts";
import type { ClientOptions } from "../options.ts";
import { createChecks } from "./answer-checks.ts";

/** What `createCompletionsClient` of `@completions-api/client/validate` takes. */
export interface ValidatingClientOptions<Policy extends ExtraParameters = ExtraParameters>
  extends ClientOptions<Policy> {
  /**
   * What becomes of an answer that is not what the spec says; by default `error`:
   *
   * - `error`: the call, or reading its stream, fails with the first problem.
   * - `warn`: the answer is given out as it is, and `onWarning` called for each of its problems; of a stream, for each that
   *   its earlier events do not have.
   * - `off`: answers are not checked, as in `@completions-api/client`.
   */
  readonly validate?: "off" | "warn" | "error" | undefined;
  /**
   * Gets a line that says where a problem is and what should be there, and nothing of what is there: no completion ends up
   * in a log. By default it goes to `console.warn`.
   */
  readonly onWarning?: ((problem: string) => void) | undefined;
}

/**
 * Creates a client that holds what the server sends, completions, events and errors, against the schemas of the spec, and
 * against those of its rules that can be checked as the answer comes: that of choices and prompts, of usage, of a stream's order.
 *
 * With `validate: "error"` its calls throw UnexpectedResponseError, and its streams MalformedEventError, also where a client
 * without validation would not.
 */
export function createCompletionsClient<Policy extends ExtraParameters = "error">(
  options: ValidatingClientOptions<Policy>,
): CompletionsClient<Policy> {
  const { validate = "error", onWarning = logWarning } = options;
  if (validate === "off") return createClient(options);
  return createClient({ ...options, checks: createChecks(validate === "error" ? ([first]) => first : warn) });

  function warn(problems: readonly string[]): undefined {
    for (const problem of problems) {
      // Not called at once: what it throws would read as a failure of the connection.
      queueMicrotask(() => onWarning(problem));
    }
  }
}

function logWarning(problem: string): void {
  console.warn(`@completions-api/client: ${problem}`);
}
