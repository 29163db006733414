import type { WholeResponse } from "@completions-api/testing";
import { errorStatuses, validateCompletionEvent, validateErrorBody } from "@completions-api/validators";
import { expect } from "vitest";

/** Expects a response to any request to follow the contract and not to be a 500. */
export function expectResponse({ status, headers, body }: WholeResponse): void {
  expect(status).not.toBe(500);
  if (status !== 200) {
    expect(validateErrorBody(status, JSON.parse(body))).toMatchObject({ valid: true });
    expect(errorStatuses).toHaveProperty(headers.get("x-ms-error-code") ?? "none", status);
  } else if (headers.get("content-type")?.startsWith("text/event-stream")) {
    const events = [...body.matchAll(/data: (.*)\n\n/g)].map(([, data = ""]) => data);
    if (events.at(-1) === "[DONE]") events.pop();
    else expect(events.at(-1)).toMatch(/^\{"error":\{"status":50[234],/);
    for (const event of events) {
      expect(validateCompletionEvent(JSON.parse(event))).toMatchObject({ valid: true });
    }
  } else {
    expect(JSON.parse(body)).toBeTypeOf("object");
  }
}
