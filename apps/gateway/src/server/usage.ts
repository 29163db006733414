import { sendResponse } from "@completions-api/http";
import { authenticateCaller } from "../auth/authenticate.ts";
import type { Authenticate } from "../auth/caller.ts";
import type { UsageReader } from "../limits/rate-limiter.ts";
import type { RouteHandler } from "./request-handler.ts";

/**
 * Creates the handler of `/usage` and `/v1/usage`, which say how much the caller has used of its limits. Such a request counts against
 * none of them.
 *
 * @throws HttpError 401; 503 if the token or the counts cannot be read.
 */
export function reportUsage(authenticate: Authenticate, usage: UsageReader): RouteHandler {
  return async (request) => {
    const caller = await authenticateCaller(authenticate, request);
    const headers = { "content-type": "application/json", "cache-control": "no-store" };
    const body = JSON.stringify(await usage.readUsage(caller));
    await sendResponse(request.response, { status: 200, headers, body });
  };
}
