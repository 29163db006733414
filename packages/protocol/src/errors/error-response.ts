import type { HttpError } from "./http-error.ts";

/** An HTTP response, ready to be written. */
export interface ErrorResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string;
}

/** The response that tells of `error`. */
export function errorResponse({ status, headers, body }: HttpError): ErrorResponse {
  return { status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
}
