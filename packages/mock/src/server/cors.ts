import type { IncomingMessage } from "node:http";
import { type Cors, createCors, readUrl } from "@completions-api/http";
import { otherError } from "@completions-api/protocol";
import { isControlPath } from "../control/control-routes.ts";
import { withoutSession } from "../sessions/session-store.ts";

/** Adds CORS headers for pages of any origin, so that the app under test can call the mock from a browser. */
export const cors: Cors = createCors({
  allows: (origin, message) => !isControl(message) || isLoopback(origin),
  exposed: ["*"],
});

/**
 * Refuses a request of a page that is not from this machine, but would control the mock or read its journal. Not to add CORS headers
 * would not do: browsers send some requests without asking, and only hide the response.
 *
 * @throws HttpError 400 `invalid_header`.
 */
export function refuseForeignControl(message: IncomingMessage): void {
  const { origin } = message.headers;
  if (origin === undefined || !isControl(message) || isLoopback(origin)) return;
  throw otherError("invalid_header", "A web page of this origin must not control the mock", {
    advice: "Serve the page from localhost, or control the mock from a program.",
    param: "origin",
  });
}

function isControl(message: IncomingMessage): boolean {
  return isControlPath(withoutSession(readUrl(message).pathname));
}

/** Returns true for an origin of this machine, such as `http://localhost:5173`. */
function isLoopback(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { hostname } = new URL(origin);
  return /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
}
