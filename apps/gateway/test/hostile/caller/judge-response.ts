import { errorStatuses, validateErrorBody } from "@completions-api/validators";
import * as openai from "@completions-api/validators/openai";
import type { ReadResponse } from "./response-reader.ts";

/** A response in one word, and its breach of the contract if there is one. */
export interface JudgedResponse {
  /** Its status and code, such as `429 too_many_requests`; for a stream `200 done`, `200 cut` or `200` and the code of its error. */
  readonly kind: string;
  readonly fault?: string;
}

/** Names a response and checks that it follows the contract, whichever face it is from. */
export function judgeResponse(response: ReadResponse): JudgedResponse {
  const { status, headers, whole, start, end } = response;
  // A model may write the word itself, but not with a digit.
  if (`${start}${end}`.includes("st0len"))
    return { kind: "st0len", fault: "A caller gets what is not theirs." };
  if (status === 0) return { kind: "none", fault: "It is not an HTTP response." };
  if (status < 200) return { kind: String(status) };
  if (!whole && !isStream(response)) return { kind: `${status} cut` };
  if (status >= 400) return judgeError(response);
  return isStream(response) ? judgeStream(response) : { kind: String(status), ...checkIds(headers) };
}

function isStream({ headers }: ReadResponse): boolean {
  return headers.get("content-type")?.startsWith("text/event-stream") ?? false;
}

function judgeStream({ end, whole }: ReadResponse): JudgedResponse {
  if (end.endsWith("data: [DONE]\n\n")) return { kind: "200 done" };
  const error = /data: (\{"error":.*\})\n\n$/.exec(end)?.[1];
  if (error === undefined)
    return { kind: "200 cut", ...(whole && { fault: "A stream ends without [DONE] and without an error." }) };
  return { kind: `200 ${JSON.parse(error).error.code}` };
}

function judgeError({ status, headers, start }: ReadResponse): JudgedResponse {
  let body: unknown;
  try {
    body = JSON.parse(start);
  } catch {
    return { kind: String(status), fault: `A ${status} whose body is not JSON: ${start.slice(0, 100)}` };
  }
  const own = headers.get("x-ms-error-code");
  const code: string = own ?? Object(Object(body).error).code;
  const kind = `${status} ${code}`;
  const validation = own === undefined ? openai.validateErrorResponse(body) : validateErrorBody(status, body);
  if (!validation.valid) return { kind, fault: `${kind} breaks the schema: ${start.slice(0, 200)}` };
  const statuses: Readonly<Record<string, number>> = own === undefined ? openai.errorStatuses : errorStatuses;
  if (statuses[code] !== status) return { kind, fault: `${code} has the status ${status}.` };
  const after = headers.get("retry-after");
  if ((status === 429 || status === 503) && !/^[1-9]\d{0,4}$/.test(after ?? ""))
    return { kind, fault: `${kind} has the Retry-After ${after}.` };
  return { kind, ...checkIds(headers) };
}

function checkIds(headers: ReadResponse["headers"]): { readonly fault?: string } {
  return headers.has("x-request-id") ? {} : { fault: "A response lacks x-request-id." };
}
