import { sendWhole } from "@completions-api/http";
import type { Handler } from "../front.ts";
import { authenticateCaller } from "../pipeline/authenticate.ts";
import type { Authenticate } from "../security/caller.ts";

/** Answers `/openapi.json`: the contract, whose server is the one that was asked. */
export const describe: Handler = async ({ response }) => {
  const headers = { "content-type": "application/json" };
  await sendWhole(response, { status: 200, headers, body: await formatDescription() });
};

/**
 * Answers `/swagger.json`, where endpoints of Azure Machine Learning have their description: the same to callers with a
 * token.
 *
 * @throws HttpError 401, 503 where that cannot be found out.
 */
export function describeToCallers(authenticate: Authenticate): Handler {
  return async (exchange) => {
    await authenticateCaller(authenticate, exchange);
    await describe(exchange);
  };
}

let description: Promise<string> | undefined;

/** Reads the specification once it is first asked for: most processes never are. */
function formatDescription(): Promise<string> {
  description ??= import("@completions-api/spec/openapi.json", { with: { type: "json" } }).then(
    // Relative to where the document was found (OpenAPI 3.1, section 4.8.5), whatever is in front of the gateway.
    ({ default: spec }) => JSON.stringify({ ...spec, servers: [{ url: "/" }] }),
  );
  return description;
}
