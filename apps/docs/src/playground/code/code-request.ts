import type { RecordedRequest } from "../run-record.ts";

/** The parts of a request that a program states itself. */
export interface CodeRequest {
  readonly method: string;
  readonly url: string;
  /** The server with the path before `/completions`, without a query. */
  readonly baseUrl: string;
  readonly apiVersion: string | undefined;
  /** Without the key, and without the headers that HTTP clients set by themselves. By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly hasKey: boolean;
  readonly body: string;
  /** The body of a request for a completion. Undefined if it is anything else, or if a number of it would change. */
  readonly parameters: Readonly<Record<string, unknown>> | undefined;
}

/** The environment variable that stands for the key. */
export const keyVariable = "COMPLETIONS_API_KEY";

// Those of browsers and of the connection.
const ownHeader =
  /^(?:accept-encoding|accept-language|connection|content-length|cookie|host|origin|priority|referer|sec-.*|te|transfer-encoding|user-agent)$/;

/** Reads a request as a program would send it. */
export function readCodeRequest({ method, url, headers, body }: RecordedRequest): CodeRequest {
  const { origin, pathname, searchParams } = new URL(url);
  const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  const isCompletion = method === "POST" && pathname.endsWith("/completions");
  return {
    method,
    url,
    baseUrl: origin + pathname.replace(/\/completions$/, ""),
    apiVersion: searchParams.get("api-version") ?? undefined,
    headers: Object.fromEntries(
      lowerCase.filter(([name]) => name !== "authorization" && !ownHeader.test(name)),
    ),
    hasKey: lowerCase.some(([name]) => name === "authorization"),
    body,
    parameters: isCompletion ? parseParameters(body) : undefined,
  };
}

/** Returns whether the response will be a stream of events. */
export function isStream({ parameters }: CodeRequest): boolean {
  return parameters?.stream === true;
}

function parseParameters(body: string): Readonly<Record<string, unknown>> | undefined {
  let isExact = true;
  try {
    const value: unknown = JSON.parse(body, (_, item: unknown) => {
      if (
        typeof item === "number" &&
        (Number.isInteger(item) ? !Number.isSafeInteger(item) : !Number.isFinite(item))
      )
        isExact = false;
      return item;
    });
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject && isExact && "prompt" in value ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
