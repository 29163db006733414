import { apiVersion } from "@completions-api/validators";
import type { CompletionRequest } from "../contract-case.ts";
import type { RunningTarget } from "../target.ts";

export const usualQuery: string = `api-version=${apiVersion}`;

/** Sends a request for a completion. */
export function sendRequest(target: RunningTarget, request: CompletionRequest): Promise<Response> {
  const { body, headers, query } = request;
  return send(target, {
    body: JSON.stringify(body),
    ...(headers && { headers }),
    ...(query !== undefined && { query }),
  });
}

/** An HTTP request, where `CompletionRequest` cannot say what it should be. */
export interface RawRequest {
  readonly method?: string;
  readonly path?: string;
  readonly query?: string;
  /** Beside the usual ones, by their names in lower case; null leaves a usual one out. */
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

/** Sends an HTTP request: by default a `POST` to `/completions` with the usual headers and query. */
export function send(target: RunningTarget, request: RawRequest): Promise<Response> {
  const { method = "POST", path = "/completions", query = usualQuery, headers = {}, body } = request;
  const usual = { authorization: `Bearer ${target.token}`, "content-type": "application/json" };
  const sent = Object.entries({ ...usual, ...headers }).filter(
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
