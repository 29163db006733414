import { readBearerToken } from "@completions-api/protocol";
import type { Exchange } from "../exchange.ts";
import type { Authenticate, Caller } from "../security/caller.ts";

/**
 * Finds out who has sent a request.
 *
 * @throws HttpError 401 where it has no token that is accepted; 503 where that cannot be found out.
 */
export async function authenticateCaller(
  authenticate: Authenticate,
  { message, record }: Exchange,
): Promise<Caller> {
  const caller = await authenticate(readBearerToken(message.headersDistinct.authorization));
  record.caller = caller.name;
  return caller;
}
