/** The facts of a server's error, in whichever shape it sent them. */
export interface UpstreamErrorDetails {
  /** The HTTP status: that of the response, or the one that an event in a stream names. Undefined if it names none. */
  readonly status: number | undefined;
  /** Words for programs, such as `context_length_exceeded` or `BadRequestError`, separated by spaces. */
  readonly code: string;
  /** The beginning of the texts for people. They may quote the prompt, so they are neither sent to callers nor logged. */
  readonly message: string;
  /** The parameter at fault, if the server names one. */
  readonly param?: string;
}

/** In UTF-16 code units. Messages that quote no prompt are far shorter, and long ones take long to search. */
const longestMessage = 2 ** 14;

/**
 * Reads the body of an error response, or the error in an event of a stream. Known shapes: `{ error: { message, type, code,
 * param } }` of OpenAI, vLLM, llama.cpp and Ollama, the same without `error` of SGLang and this contract, `{ error,
 * error_type }` of TGI, `detail` with a `loc` of this contract and of FastAPI, the error of another server in `metadata.raw`
 * of OpenRouter, and plain text.
 *
 * @param status - the status of the response; absent for an event, which names its own.
 */
export function readErrorDetails(body: unknown, status?: number): UpstreamErrorDetails {
  const first: unknown = Array.isArray(body) ? body[0] : body;
  const { error, error_type: errorType, detail, errors }: Record<string, unknown> = Object(first);
  const details: Record<string, unknown> = Object(typeof error === "object" && error ? error : first);
  const { message, type, code, param, metadata, innererror } = details;
  const { raw }: { raw?: unknown } = Object(metadata);
  const rawText = typeof raw === "object" ? JSON.stringify(raw) : raw;
  const [locatedParam] = readLocation(detail);
  const words = [code, type, errorType, Object(innererror).code].filter(isWord).join(" ");
  const named = [details.status, details.status_code, details.statusCode, details.http_status_code, code];
  return {
    status: status ?? named.map(Number).find(isErrorStatus) ?? statusOfType(words),
    code: words,
    message: [message, error, detail, errors, rawText, first]
      .flatMap(readTexts)
      .join("\n")
      .slice(0, longestMessage),
    // vLLM writes FastAPI's location as a path, such as `body.prompt.0`.
    ...(typeof param === "string"
      ? { param: param.replace(/^body\.(\w+).*/, "$1") }
      : locatedParam !== undefined && { param: locatedParam }),
  };
}

/** Reads a text, or the texts of a list of problems. */
function readTexts(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value)
    ? value.flatMap((item) => [item, Object(item).message, Object(item).msg]).filter(isString)
    : [];
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}

/** Reads the path in a `detail`, or in the first of several, without the leading `body`. */
function readLocation(detail: unknown): readonly string[] {
  const { loc }: { loc?: unknown } = Object(Array.isArray(detail) ? detail[0] : detail);
  return Array.isArray(loc) && loc[0] === "body" ? loc.slice(1).map(String) : [];
}

function isWord(value: unknown): value is string {
  // Some servers write the status as a text.
  return typeof value === "string" && /^(?!\d+$)[\w.-]{1,64}$/.test(value);
}

function isErrorStatus(value: number): boolean {
  return Number.isInteger(value) && value >= 400 && value <= 599;
}

/** Types of errors that name their status in words: of OpenAI's API, and Python's class names. */
const statusesOfTypes: readonly (readonly [RegExp, number])[] = [
  [/server_?error|internal|unavailable|overloaded/i, 500],
  [/rate_?limit/i, 429],
  [/authentication|permission/i, 401],
  [/invalid_request|bad_?request|validation|unprocessable/i, 400],
];

function statusOfType(words: string): number | undefined {
  return statusesOfTypes.find(([type]) => type.test(words))?.[1];
}
