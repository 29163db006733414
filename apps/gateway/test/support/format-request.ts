import { formatRequest } from "@completions-api/testing";
import { token } from "./start-gateway.ts";

/** Writes a request for a completion as text. */
export function formatCompletionRequest(body: object): string {
  return formatRequest({
    target: "/completions?api-version=2024-04-01-preview",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}
