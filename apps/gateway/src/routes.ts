import { type Routes, sendWhole } from "@completions-api/http";
import { type CompletionContext, complete } from "./complete.ts";
import type { Handler } from "./front.ts";
import { describe, describeToCallers } from "./operation/description.ts";
import type { Drain } from "./operation/drain.ts";
import { tellHealth, tellReadiness } from "./operation/health.ts";

/** What the routes of a gateway need. */
export interface RouteContext extends CompletionContext {
  /** What `/metrics` answers, in the text format of Prometheus; without it there is no such route. */
  readonly collectMetrics?: () => Promise<string>;
}

/** What a gateway answers. */
export function createRoutes(context: RouteContext, drain: Drain): Routes<Handler> {
  const { authenticate, compatibility, collectMetrics } = context;
  const completions: Record<"POST", Handler> = { POST: (exchange) => complete(context, exchange) };
  return {
    "/completions": completions,
    ...(compatibility.v1 && { "/v1/completions": completions }),
    "/openapi.json": reading(describe),
    "/swagger.json": reading(describeToCallers(authenticate)),
    "/healthz": reading(tellHealth),
    "/readyz": reading(tellReadiness(drain)),
    ...(collectMetrics && {
      "/metrics": reading(async ({ response }) => {
        const headers = { "content-type": "text/plain; version=0.0.4; charset=utf-8" };
        await sendWhole(response, { status: 200, headers, body: await collectMetrics() });
      }),
    }),
  };
}

/** `node:http` leaves out the body of what HEAD is answered. */
function reading(handler: Handler): { readonly GET: Handler; readonly HEAD: Handler } {
  return { GET: handler, HEAD: handler };
}
