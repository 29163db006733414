import { type Routes, readOnly } from "@completions-api/http/routing";
import type { MockRequest } from "../mock-request.ts";
import type { OutgoingResponse } from "../mock-response.ts";
import type { Session } from "../sessions/session.ts";

/** Handles a request to control the mock. */
type ControlHandler = (session: Session, request: MockRequest) => OutgoingResponse;

/** The routes by which any program can control the mock, and `/healthz`. */
export const controlRoutes: Routes<ControlHandler> = {
  "/healthz": readOnly(() => json(200, { status: "alive" })),
  "/__mock/har": readOnly<ControlHandler>(({ journal }) => json(200, journal.toHar())),
  "/__mock/requests": {
    ...readOnly<ControlHandler>(({ journal }) => json(200, journal.list())),
    DELETE({ journal }) {
      journal.clear();
      return json(200, journal.list());
    },
  },
};

/** Returns true for the path of a route that controls the mock. */
export function isControlPath(path: string): boolean {
  return path.startsWith("/__mock/");
}

function json(status: number, body: unknown): OutgoingResponse {
  return {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
    body: JSON.stringify(body),
  };
}
