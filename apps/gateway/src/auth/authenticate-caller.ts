import type { IncomingMessage } from "node:http";
import { readBearerToken } from "@completions-api/protocol";
import type { RequestRecord } from "../telemetry/request-record.ts";
import type { Authenticate, Caller } from "./caller.ts";

/**
 * Finds out who sent a request, and records their name.
 *
 * @throws HttpError 401 without an accepted token; 503 if the token cannot be checked.
 */
export async function authenticateCaller(
  authenticate: Authenticate,
  { message, record }: { readonly message: IncomingMessage; readonly record: RequestRecord },
): Promise<Caller> {
  const caller = await authenticate(readBearerToken(message.headersDistinct.authorization));
  record.caller = caller.name;
  return caller;
}
