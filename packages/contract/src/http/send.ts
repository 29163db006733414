import type { CaseRequest } from "../contract-case.ts";
import { faceFormats } from "../faces/face-formats.ts";
import type { CaseTarget } from "../target.ts";

/** Sends a request for a completion. */
export function sendRequest(target: CaseTarget, request: CaseRequest): Promise<Response> {
  const { body, headers, query } = request;
  return send(target, {
    body: JSON.stringify(body),
    ...(headers && { headers }),
    ...(query !== undefined && { query }),
  });
}

/** An HTTP request that a `CaseRequest` cannot express. */
export interface RawRequest {
  readonly method?: string;
  /** The part after the target's base URL. */
  readonly path?: string;
  readonly query?: string;
  /** Added to the default headers. Names are in lower case; null removes a default header. */
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

/** Sends an HTTP request. The default is a `POST` to `/completions` with the default headers and query. */
export function send(target: CaseTarget, request: RawRequest): Promise<Response> {
  const { method = "POST", path = "/completions", headers = {}, body } = request;
  const { query = faceFormats[target.face].query } = request;
  const defaults = { authorization: `Bearer ${target.token}`, "content-type": "application/json" };
  const sent = Object.entries({ ...defaults, ...headers }).filter(
    (header): header is [string, string] => header[1] !== null,
  );
  const url = `${target.baseUrl.replace(/\/$/, "")}${path}${query && "?"}${query}`;
  return fetch(url, {
    method,
    headers: sent,
    redirect: "manual",
    signal: target.signal,
    ...(body !== undefined && { body }),
  });
}
