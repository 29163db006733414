import {
  checkContentType,
  type ExtraParametersPolicy,
  type RequestHead,
  readRequestHead,
} from "@completions-api/protocol";
import { apiVersion } from "@completions-api/validators";
import type { Exchange } from "../exchange.ts";

/** Where a gateway departs from the contract for clients of other APIs. */
export interface Compatibility {
  /** Whether a body may have a `model`, which is then checked against the deployment's. */
  readonly model: boolean;
  /** Whether `/v1/completions` is served, too, where `api-version` may be missing. */
  readonly v1: boolean;
  /** What becomes of extra parameters without the header `extra-parameters`; by default what the spec says. */
  readonly extraParameters?: ExtraParametersPolicy;
}

/**
 * Reads what a request says before its body.
 *
 * @throws HttpError 400 `invalid_query` or `invalid_header`, 415.
 */
export function negotiate(
  { message, url }: Exchange,
  { extraParameters }: Pick<Compatibility, "extraParameters">,
): RequestHead {
  const headers = message.headersDistinct;
  const query = url.searchParams;
  // Clients of OpenAI's API know no versions.
  if (url.pathname.startsWith("/v1/") && !query.has("api-version")) query.set("api-version", apiVersion);
  const head = readRequestHead({ query, headers });
  checkContentType(headers["content-type"]);
  return extraParameters !== undefined && headers["extra-parameters"] === undefined
    ? { ...head, extraParameters }
    : head;
}
