import { checkContentType, otherError, parseJsonBody, unprocessableContent } from "@completions-api/protocol";
import type { MockRequest } from "../mock-request.ts";
import type { OutgoingResponse } from "../mock-response.ts";
import { InvalidScriptError } from "../script/invalid-script-error.ts";
import type { Session } from "../sessions/session.ts";
import type { SessionStore } from "../sessions/session-store.ts";

/** A request to control the mock. */
export interface ControlRequest {
  /** The session that the request names. */
  readonly session: Session;
  readonly sessions: SessionStore;
  readonly request: MockRequest;
  /** The value of the path's parameter; empty if the path has none. */
  readonly parameter: string;
}

/** Handles the requests of one method of a control route. */
export interface ControlHandler {
  /** A sentence about its effect, for the list of routes. Begins with a verb. */
  readonly purpose: string;
  /** @throws HttpError if the request is wrong. */
  readonly handle: (request: ControlRequest) => OutgoingResponse;
}

/** Returns a response whose body is JSON. */
export function json(status: number, body: unknown): OutgoingResponse {
  return {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
    body: JSON.stringify(body),
  };
}

/**
 * Reads the body of a request.
 *
 * @param read - reads the JSON value. May throw {@link InvalidScriptError}.
 * @throws HttpError 415 if the body is not declared as JSON: a web page of any origin may send other types. 400 if it is not JSON,
 * 422 if `read` refuses it.
 */
export function readJson<Value>({ headers, body }: MockRequest, read: (value: unknown) => Value): Value {
  checkContentType(headers["content-type"]);
  if (body.length === 0) throw otherError("invalid_json", "The body is empty", { advice: "Send JSON." });
  try {
    return read(parseJsonBody(body));
  } catch (error) {
    if (!(error instanceof InvalidScriptError)) throw error;
    const [problem, ...others] = error.problems;
    const advice = others.length > 0 ? `Problems after this one: ${others.length}.` : undefined;
    throw unprocessableContent({ ...problem, advice });
  }
}
