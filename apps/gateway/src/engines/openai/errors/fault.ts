/** What a server says went wrong, whichever way it says it. */
export interface Fault {
  /** Of HTTP: the response's, or what an event in a stream says instead. */
  readonly status: number;
  /** Words for programs, such as `context_length_exceeded` or `BadRequestError`, with a space between them. */
  readonly code: string;
  /** For people. It may cite the prompt, so it is neither answered nor logged. */
  readonly message: string;
  /** The parameter at fault, where it names one. */
  readonly param?: string;
}

/**
 * Reads an error's body, or the error in an event of a stream. Known shapes: `{ error: { message, type, code, param } }` of
 * OpenAI, vLLM, llama.cpp and Ollama, the same without `error` of SGLang and this contract, `{ error, error_type }` of TGI,
 * and `detail` with a `loc` of this contract and of FastAPI.
 *
 * @param status - the response's; absent for an event, which has its own.
 */
export function readFault(body: unknown, status?: number): Fault {
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

/** The path of a `detail`, or of the first of several, without `body` in front. */
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
