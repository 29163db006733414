import type { ReadRequest } from "../mock-operation.ts";
import type { FixedResponse } from "../mock-response.ts";
import { invalidPreference } from "../preferences/prefer-header.ts";
import { type Exchange, type Referee, RefereeError } from "../referee/referee.ts";

const advice =
  "Install it with `npm install --save-dev @stoplight/prism-http`. It needs Node 24.18 or later.";

// Everything that needs Prism is imported here and late: it is optional, takes most of a second to load, and needs `node:` modules.

/**
 * Loads Prism as the referee.
 *
 * @throws RefereeError if Prism is not installed or does not run on this Node.
 */
export async function loadPrismReferee(): Promise<Referee> {
  const { prismReferee } = await import("./prism-referee.ts").catch((cause: unknown) => {
    throw new RefereeError(`Prism, the referee, cannot be loaded. ${advice}`, { cause });
  });
  return prismReferee;
}

/**
 * Creates a response with random values that fit the schema, by Prism.
 *
 * @throws HttpError 400 `invalid_header` if Prism is not installed or does not run on this Node.
 */
export async function createDynamicResponse(exchange: Exchange, read: ReadRequest): Promise<FixedResponse> {
  const { createDynamicResponse } = await import("./dynamic-response.ts").catch(() => {
    throw invalidPreference("has dynamic, but Prism cannot be loaded", advice);
  });
  return createDynamicResponse(exchange, read);
}
