import { sendResponse } from "@completions-api/http";
import { authenticateCaller } from "../auth/authenticate.ts";
import type { Authenticate } from "../auth/caller.ts";
import type { RouteHandler } from "./request-handler.ts";

/** Responds to `/openapi.json` with the contract. Its only server is the one that was asked. */
export const describeApi: RouteHandler = async ({ response }) => {
  const headers = { "content-type": "application/json" };
  await sendResponse(response, { status: 200, headers, body: await formatDescription() });
};

/**
 * Creates the handler of `/swagger.json`, where Azure Machine Learning endpoints have their description: the same document,
 * for callers with a token.
 *
 * @throws HttpError 401; 503 if the token cannot be checked.
 */
export function describeApiToCallers(authenticate: Authenticate): RouteHandler {
  return async (request) => {
    await authenticateCaller(authenticate, request);
    await describeApi(request);
  };
}

let description: Promise<string> | undefined;

/** Reads the spec when it is first needed. Most processes never need it. */
function formatDescription(): Promise<string> {
  description ??= import("@completions-api/spec/openapi.json", { with: { type: "json" } }).then(
    // Relative to the place of the document (OpenAPI 3.1, section 4.8.5), so it holds behind any proxy.
    ({ default: spec }) => JSON.stringify({ ...spec, servers: [{ url: "/" }] }),
  );
  return description;
}
