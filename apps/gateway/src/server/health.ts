import type { ServerResponse } from "node:http";
import { sendResponse } from "@completions-api/http";
import { otherError } from "@completions-api/protocol";
import type { RouteHandler } from "./request-handler.ts";

/** Responds to `/healthz`: any response means that the process is alive. */
export const reportHealth: RouteHandler = ({ response }) => sendStatus(response, "alive");

/**
 * Creates the handler of `/readyz`, which says whether new requests are welcome. A gateway listens only when it is ready, so
 * this changes only when it is about to stop.
 *
 * @throws HttpError 503 from then on.
 */
export function reportReadiness(isDraining: () => boolean): RouteHandler {
  return async ({ response }) => {
    if (isDraining()) {
      throw otherError("service_unavailable", "The server is shutting down", {
        advice: "Send requests elsewhere.",
      });
    }
    await sendStatus(response, "ready");
  };
}

function sendStatus(response: ServerResponse, status: string): Promise<void> {
  const headers = { "content-type": "application/json", "cache-control": "no-store" };
  return sendResponse(response, { status: 200, headers, body: JSON.stringify({ status }) });
}
