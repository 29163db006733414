import { type Routes, sendResponse } from "@completions-api/http";
import { type CompletionContext, complete } from "../completions/handler.ts";
import { reportHealth, reportReadiness } from "./health.ts";
import { describeApi, describeApiToCallers } from "./openapi-document.ts";
import type { RouteHandler } from "./request-handler.ts";

/** The context of all routes. */
export interface RouteContext extends CompletionContext {
  /** Collects the response to `/metrics`, in the text format of Prometheus. Without it there is no such route. */
  readonly collectMetrics?: () => Promise<string>;
}

/**
 * Creates the routes of a gateway.
 *
 * @param isDraining - returns whether the server has been told to stop.
 */
export function createRoutes(context: RouteContext, isDraining: () => boolean): Routes<RouteHandler> {
  const { authenticate, compatibility, collectMetrics } = context;
  const completions: Record<"POST", RouteHandler> = { POST: (request) => complete(context, request) };
  return {
    "/completions": completions,
    ...(compatibility.v1 && { "/v1/completions": completions }),
    "/openapi.json": readOnly(describeApi),
    "/swagger.json": readOnly(describeApiToCallers(authenticate)),
    "/healthz": readOnly(reportHealth),
    "/readyz": readOnly(reportReadiness(isDraining)),
    ...(collectMetrics && {
      "/metrics": readOnly(async ({ response }) => {
        const headers = { "content-type": "text/plain; version=0.0.4; charset=utf-8" };
        await sendResponse(response, { status: 200, headers, body: await collectMetrics() });
      }),
    }),
  };
}

/** `node:http` leaves out the body of a response to HEAD. */
function readOnly(handler: RouteHandler): { readonly GET: RouteHandler; readonly HEAD: RouteHandler } {
  return { GET: handler, HEAD: handler };
}
