import type { WholeResponse } from "@completions-api/testing";
import { errorStatuses, validateCompletionEvent, validateErrorBody } from "@completions-api/validators";
import * as openai from "@completions-api/validators/openai";
import { expect } from "vitest";

/** Expects a response to any request to follow the contract of one of the faces and not to be a 500. */
export function expectResponse({ status, headers, body }: WholeResponse): void {
  expect(status).not.toBe(500);
  if (status !== 200) {
    const error: unknown = JSON.parse(body);
    const code = headers.get("x-ms-error-code");
    if (code === null) {
      const validation = openai.validateErrorResponse(error);
      expect(validation).toMatchObject({ valid: true });
      if (validation.valid) expect(openai.errorStatuses[validation.value.error.code]).toBe(status);
    } else {
      expect(validateErrorBody(status, error)).toMatchObject({ valid: true });
      expect(errorStatuses).toHaveProperty(code, status);
    }
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
