import type { ServerResponse } from "node:http";
import { sendWhole } from "@completions-api/http";
import { otherError } from "@completions-api/protocol";
import type { Handler } from "../front.ts";
import type { Drain } from "./drain.ts";

/** Answers `/healthz`: as long as this is answered, the process lives. */
export const tellHealth: Handler = ({ response }) => sendStatus(response, "alive");

/**
 * Answers `/readyz`: whether new requests are welcome. A gateway listens only once it is ready, so that ends only when it
 * is about to stop.
 *
 * @throws HttpError 503 from then on.
 */
export function tellReadiness(drain: Drain): Handler {
  return async ({ response }) => {
    if (drain.draining) {
      throw otherError("service_unavailable", "The server is being stopped. Send requests elsewhere.");
    }
    await sendStatus(response, "ready");
  };
}

function sendStatus(response: ServerResponse, status: string): Promise<void> {
  const headers = { "content-type": "application/json", "cache-control": "no-store" };
  return sendWhole(response, { status: 200, headers, body: JSON.stringify({ status }) });
}
