import type { IncomingHttpHeaders } from "node:http";

/** The facts of a server's error, in whichever shape it sent them. */
export interface UpstreamErrorDetails {
  /** The HTTP status: that of the response, or the one that an event in a stream names. */
  readonly status: number;
  /** Words for programs, such as `context_length_exceeded` or `BadRequestError`, separated by spaces. */
  readonly code: string;
  /** Text for people. It may quote the prompt, so it is neither sent to callers nor logged. */
  readonly message: string;
  /** The parameter at fault, if the server names one. */
  readonly param?: string;
}

/**
 * Reads the body of an error response, or the error in an event of a stream. Known shapes: `{ error: { message, type, code,
 * param } }` of OpenAI, vLLM, llama.cpp and Ollama, the same without `error` of SGLang and this contract, `{ error,
 * error_type }` of TGI, and `detail` with a `loc` of this contract and of FastAPI.
 *
 * @param status - the status of the response; absent for an event, which names its own.
 */
export function readErrorDetails(body: unknown, status?: number): UpstreamErrorDetails {
  const { error, error_type: errorType, detail }: Record<string, unknown> = Object(body);
  const details: Record<string, unknown> = Object(typeof error === "object" && error ? error : body);
  const { message, type, code, param } = details;
  const [locatedParam] = readLocation(detail);
  return {
    status: status ?? [details.status, code, details.http_status_code].find(isErrorStatus) ?? 500,
    code: [code, type, errorType].filter(isWord).join(" "),
    message: [message, error].find((text) => typeof text === "string") ?? "",
    ...(typeof param === "string" ? { param } : locatedParam !== undefined && { param: locatedParam }),
  };
}

/** Reads the path in a `detail`, or in the first of several, without the leading `body`. */
function readLocation(detail: unknown): readonly string[] {
  const { loc }: { loc?: unknown } = Object(Array.isArray(detail) ? detail[0] : detail);
  return Array.isArray(loc) && loc[0] === "body" ? loc.slice(1).map(String) : [];
}

function isWord(value: unknown): value is string {
  return typeof value === "string" && /^[\w.-]{1,64}$/.test(value);
}

function isErrorStatus(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 400 && Number(value) <= 599;
}

/** The largest number of seconds that caches accept (RFC 9111, section 1.2.2). Larger ones would not be written in digits. */
const longestRetryAfter = 2 ** 31;

/**
 * Reads the seconds until a server wants to be asked again: from `retry-after-ms`, which some servers add because it is more
 * precise, otherwise from `Retry-After` (RFC 9110, section 10.2.3) in seconds or as a date. Returns undefined for neither.
 */
export function readRetryAfter(headers: IncomingHttpHeaders): number | undefined {
  const milliseconds = Number(headers["retry-after-ms"] || Number.NaN);
  const header = headers["retry-after"] ?? "";
  const seconds = [
    milliseconds / 1000,
    header === "" ? Number.NaN : Number(header),
    (Date.parse(header) - Date.now()) / 1000,
  ].find(Number.isFinite);
  return seconds === undefined ? undefined : Math.min(longestRetryAfter, Math.max(0, seconds));
}
