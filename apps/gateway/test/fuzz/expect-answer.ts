import { errorStatuses, validateCompletionEvent, validateErrorBody } from "@completions-api/validators";
import { expect } from "vitest";
import type { Answer } from "../../../../raw-http.shared.ts";

/** Expects an answer, to whatever it is one, to be the contract's, and no 500. */
export function expectAnswer({ status, headers, body }: Answer): void {
  expect(status).not.toBe(500);
  if (status !== 200) {
    expect(validateErrorBody(status, JSON.parse(body))).toMatchObject({ valid: true });
    expect(errorStatuses).toHaveProperty(headers.get("x-ms-error-code") ?? "none", status);
  } else if (headers.get("content-type")?.startsWith("text/event-stream")) {
    expect(body.endsWith("data: [DONE]\n\n")).toBe(true);
    for (const [, event] of body.slice(0, -"data: [DONE]\n\n".length).matchAll(/data: (.*)\n\n/g)) {
      expect(validateCompletionEvent(JSON.parse(event ?? ""))).toMatchObject({ valid: true });
    }
  } else {
    expect(JSON.parse(body)).toBeTypeOf("object");
  }
}
