import type { RecordedRequest, RecordedResponse } from "./recorded-exchange.ts";

/** The part of the API that a request is about. */
export interface Route {
  /** The URL without the part that this names, and without a query. */
  readonly baseUrl: string;
  readonly resource: "completions" | "models" | "model" | "chat";
  readonly face: "completions" | "openai";
}

/**
 * Finds the route of a request by its path, and its face by the path, the query or the headers of the response.
 *
 * @returns undefined for a request that has nothing to do with the API.
 */
export function findRoute({
  request,
  response,
}: {
  readonly request: Pick<RecordedRequest, "method" | "url">;
  readonly response?: Pick<RecordedResponse, "headers">;
}): Route | undefined {
  const { protocol, origin, pathname, searchParams } = new URL(request.url);
  if (!/^https?:$/.test(protocol)) return undefined;
  // A browser asks first if it may send a request.
  if (request.method === "OPTIONS" || request.method === "HEAD") return undefined;
  const [, base = "", rest = ""] =
    /^(.*?)\/(chat\/completions|completions|models(?:\/[^/]+)?)\/?$/.exec(pathname) ?? [];
  if (rest === "") return undefined;
  const baseUrl = origin + base;
  const isOwn =
    !/\/v1$|\/deployments\//.test(base) &&
    (searchParams.has("api-version") ||
      (response?.headers.some(([name]) => name === "x-ms-error-code") ?? false));
  const face = isOwn ? "completions" : "openai";
  if (rest === "completions") return { baseUrl, resource: "completions", face };
  if (rest.startsWith("chat")) return { baseUrl, resource: "chat", face };
  // Other APIs have models, too.
  if (request.method !== "GET" || !base.endsWith("/v1")) return undefined;
  return { baseUrl, resource: rest === "models" ? "models" : "model", face: "openai" };
}
