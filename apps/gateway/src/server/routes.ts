import type { IncomingMessage } from "node:http";
import { type ErrorFormat, isForOpenAI, type Routes, readOnly } from "@completions-api/http";
import { completionsFace } from "../completions/completions-face.ts";
import type { Face } from "../completions/face.ts";
import { type CompletionContext, complete } from "../completions/handler.ts";
import { openAIFace } from "../completions/openai-face.ts";
import type { UsageReader } from "../limits/rate-limiter.ts";
import { reportHealth, reportReadiness } from "./health.ts";
import { type MetricsParts, reportMetrics } from "./metrics-route.ts";
import { listModels, retrieveModel } from "./models.ts";
import { describeApi, describeApiToCallers } from "./openapi-document.ts";
import type { RouteHandler } from "./request-handler.ts";
import { reportUsage } from "./usage.ts";

/** The name of one of the API's faces: its own, `completions`, or the one for OpenAI's clients. */
export type FaceName = "completions" | "openai";

/** The context of all routes. */
export interface RouteContext extends CompletionContext {
  /** The faces of the API that are served. */
  readonly faces: readonly FaceName[];
  /** Without it, callers cannot read their usage. */
  readonly usage?: UsageReader;
  /** Without it there are no metrics. */
  readonly metrics?: MetricsParts;
}

/**
 * Creates the routes of a gateway.
 *
 * @param isDraining - returns whether the server has been told to stop.
 */
export function createRoutes(context: RouteContext, isDraining: () => boolean): Routes<RouteHandler> {
  const { authenticate, faces, usage, metrics } = context;
  const usageRoute = usage && readOnly(reportUsage(authenticate, usage));
  const completionsOf = (face: Face): Record<"POST", RouteHandler> => ({
    POST: (request) => complete(face, context, request),
  });
  return {
    ...(faces.includes("completions") && {
      "/completions": completionsOf(completionsFace),
      ...(usageRoute && { "/usage": usageRoute }),
      "/openapi.json": readOnly(describeApi),
      "/swagger.json": readOnly(describeApiToCallers(authenticate)),
    }),
    ...(faces.includes("openai") && {
      "/v1/completions": completionsOf(openAIFace),
      "/v1/models": readOnly(listModels(context)),
      "/v1/models/{model}": readOnly(retrieveModel(context)),
      ...(usageRoute && { "/v1/usage": usageRoute }),
    }),
    ...createProbeRoutes(isDraining),
    ...(metrics && !metrics.listen && { "/metrics": readOnly(reportMetrics(metrics)) }),
  };
}

/**
 * Creates the routes of health and readiness.
 *
 * @param isDraining - returns whether the server has been told to stop.
 */
export function createProbeRoutes(isDraining: () => boolean): Routes<RouteHandler> {
  return { "/healthz": readOnly(reportHealth), "/readyz": readOnly(reportReadiness(isDraining)) };
}

/** Finds the form of the errors of a request, whether or not there is such a route. */
export function findErrorFormat(
  { faces }: Pick<RouteContext, "faces">,
  message: IncomingMessage,
): ErrorFormat | undefined {
  return faces.includes("openai") && isForOpenAI(message) ? openAIFace.errorFormat : undefined;
}
