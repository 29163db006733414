import type { CaseRequest } from "../contract-case.ts";
import { faceFormats } from "../faces/face-formats.ts";
import type { CaseTarget } from "../target.ts";
import { countMostTokens, countUsedTokens } from "./count-tokens.ts";
import { createRequestSignal } from "./request-signal.ts";

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

/** Errors of a connection that the server has closed. */
const closedCodes: ReadonlySet<unknown> = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"]);

/**
 * Sends an HTTP request. The default is a `POST` to `/completions` with the default headers and query.
 *
 * A request whose connection ends before a response is sent once again: a server may close an idle connection at any time, even as
 * a request arrives on it (RFC 9112, section 9.5). llama.cpp closes each one right after a stream, although the response says that it
 * stays open.
 *
 * @throws BudgetSpent
 */
export async function send(target: CaseTarget, request: RawRequest): Promise<Response> {
  try {
    return await sendOnce(target, request);
  } catch (error) {
    if (!isConnectionClosed(error)) throw error;
    return sendOnce(target, request);
  }
}

/** Tells if `fetch` failed since the server closed the connection. */
function isConnectionClosed(error: unknown): boolean {
  return (
    error instanceof Error &&
    error.cause instanceof Error &&
    "code" in error.cause &&
    closedCodes.has(error.cause.code)
  );
}

async function sendOnce(target: CaseTarget, request: RawRequest): Promise<Response> {
  const { method = "POST", path = "/completions", headers = {} } = request;
  const body = withModel(request.body, target);
  const { query = faceFormats[target.face].query } = request;
  const defaults = {
    "content-type": "application/json",
    ...target.headers,
    ...(target.token !== undefined && { authorization: `Bearer ${target.token}` }),
    ...(target.face === "completions" &&
      target.deployment !== undefined && { "azureml-model-deployment": target.deployment }),
  };
  const sent = Object.entries({ ...defaults, ...headers }).filter(
    (header): header is [string, string] => header[1] !== null,
  );
  const url = `${target.baseUrl.replace(/\/$/, "")}${path}${query && "?"}${query}`;
  const most = countMostTokens(body, target.face);
  const spend = target.budget?.take(most);
  return target.recorder.record(
    { method, url, headers: sent, ...(body !== undefined && { body: toText(body) }) },
    () =>
      fetch(url, {
        method,
        headers: sent,
        redirect: "manual",
        signal: createRequestSignal(target),
        ...(body !== undefined && { body }),
      }),
    (exchange) => spend?.(countUsedTokens(exchange, most)),
  );
}

function toText(body: string | Uint8Array): string {
  return typeof body === "string" ? body : new TextDecoder().decode(body);
}

/** Adds the target's model to a JSON object without one, as text, so that the rest stays as the case wrote it. */
function withModel(body: RawRequest["body"], { face, model }: CaseTarget): RawRequest["body"] {
  if (typeof body !== "string" || face !== "openai" || model === undefined) return body;
  const fields = /^\{(?=")(?!"model":)(?!.*,"model":)/s;
  return body.replace(fields, () => `{"model":${JSON.stringify(model)},`);
}
