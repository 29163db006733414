import type { CacheUse } from "../backends/backend.ts";
import type { GatewayRequest } from "./gateway-request.ts";

/** Says in the response and in the record of a request what its cache had: `x-cache`, and for an entry its age (RFC 9111, section 5.1). */
export function announceCache(
  use: CacheUse,
  { response, record }: Pick<GatewayRequest, "response" | "record">,
): void {
  record.cache = use.result;
  response.setHeader("x-cache", use.result);
  if (use.result === "hit") response.setHeader("age", Math.floor(use.age / 1000));
}
