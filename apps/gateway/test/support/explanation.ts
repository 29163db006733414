import { ConnectionError } from "../../src/backends/openai/connections/connection-error.ts";

/** Returns what the log explains about a failed connection, after its code. */
export function explanationOf(failure: Error): string {
  for (let error: unknown = failure; error instanceof Error; error = error.cause) {
    if (error instanceof ConnectionError) return `${error.code}: ${error.message}`;
  }
  throw new Error("The failure is not explained.", { cause: failure });
}
