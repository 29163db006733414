import type { Mock } from "../../src/index.ts";

export const target = "/completions?api-version=2024-04-01-preview";

/** A request to a mock. */
export interface Question {
  readonly method?: string;
  readonly target?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Strings and bytes are sent unchanged, everything else as JSON. */
  readonly body?: string | Uint8Array<ArrayBuffer> | object | undefined;
  readonly signal?: AbortSignal;
}

/** Asks a mock for a completion; `question` overrides the usual method, target and headers. */
export async function ask(mock: Pick<Mock, "url">, question: Question): Promise<Response> {
  const { method = "POST", body, signal } = question;
  const headers = new Headers({ authorization: "Bearer abcde12345", "content-type": "application/json" });
  for (const [name, value] of Object.entries(question.headers ?? {})) headers.set(name, value);
  return fetch(mock.url + (question.target ?? target), {
    method,
    headers,
    ...(body !== undefined && {
      body: typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body),
    }),
    ...(signal && { signal }),
  });
}
