import { formatRequest } from "@completions-api/testing";
import { target } from "./ask.ts";

/** Writes a request for a completion as text. */
export function formatCompletionRequest(body: object): string {
  return formatRequest({
    target,
    headers: { Authorization: "Bearer abcde12345", "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}
