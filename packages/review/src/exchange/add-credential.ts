import type { WitnessRequest } from "../model/change.ts";
import { findHeader } from "./find-header.ts";

/** A security scheme, as Prism reads it. */
export interface SecurityScheme {
  readonly type: string;
  /** Such as `bearer`, if the type is `http`. */
  readonly scheme?: string;
  /** The place and the name of the key, if the type is `apiKey`. */
  readonly in?: string;
  readonly name?: string;
}

/** A credential that fits schemes for a bearer token too: some specs declare `Authorization` as a plain header. */
const token = "Bearer any-token";

/**
 * Adds the credential that the first alternative asks for. A request that has a credential, or that needs none, stays as
 * it is.
 */
export function addCredential(
  request: WitnessRequest,
  alternatives: readonly (readonly SecurityScheme[])[],
): WitnessRequest {
  if (alternatives.some((schemes) => schemes.every((scheme) => hasCredential(request, scheme)))) {
    return request;
  }
  return (alternatives[0] ?? []).reduce(addOne, request);
}

function addOne(request: WitnessRequest, scheme: SecurityScheme): WitnessRequest {
  if (hasCredential(request, scheme)) return request;
  const { headers, query } = request;
  const { name = "" } = scheme;
  if (scheme.type !== "apiKey") {
    const value = scheme.scheme?.toLowerCase() === "basic" ? "Basic YW55OnRva2Vu" : token;
    return { ...request, headers: { ...headers, Authorization: value } };
  }
  if (scheme.in === "query") return { ...request, query: { ...query, [name]: "any-token" } };
  if (scheme.in === "cookie") {
    const cookies = findHeader(headers, "cookie");
    const others = Object.entries(headers).filter(([key]) => key.toLowerCase() !== "cookie");
    const cookie = [...(cookies === undefined ? [] : [cookies]), `${name}=any-token`].join("; ");
    return { ...request, headers: { ...Object.fromEntries(others), Cookie: cookie } };
  }
  const value = name.toLowerCase() === "authorization" ? token : "any-token";
  return { ...request, headers: { ...headers, [name]: value } };
}

function hasCredential({ headers, query }: WitnessRequest, scheme: SecurityScheme): boolean {
  if (scheme.type !== "apiKey") return findHeader(headers, "authorization") !== undefined;
  const { name = "" } = scheme;
  if (scheme.in === "query") return name in query;
  if (scheme.in !== "cookie") return findHeader(headers, name) !== undefined;
  const cookies = (findHeader(headers, "cookie") ?? "").split(";");
  return cookies.some((cookie) => cookie.trim().startsWith(`${name}=`));
}
