import type { Routes } from "@completions-api/http/routing";
import type { MockRequest } from "../mock-request.ts";
import type { OutgoingResponse } from "../mock-response.ts";
import type { Session } from "../sessions/session.ts";

/** Handles a request to control the mock. */
type ControlHandler = (session: Session, request: MockRequest) => OutgoingResponse;

/** The routes by which any program can control the mock. */
export const controlRoutes: Routes<ControlHandler> = {
  "/__mock/har": {
    GET: ({ journal }) => json(200, journal.toHar()),
  },
  "/__mock/requests": {
    GET: ({ journal }) => json(200, journal.list()),
    DELETE({ journal }) {
      journal.clear();
      return json(200, journal.list());
    },
  },
};

function json(status: number, body: unknown): OutgoingResponse {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
