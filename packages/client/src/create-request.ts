import type { paths } from "@completions-api/types";
import type { Call } from "./call.ts";

// A spec change that this file does not follow is an error of the type checker.
const path: keyof paths = "/completions";
type Parameters = paths[typeof path]["post"]["parameters"];
type OwnHeader = keyof NonNullable<Parameters["header"]> | "accept" | "authorization";

/**
 * Creates the request of one attempt. Spec: `#/paths/~1completions/post`.
 *
 * @param accept - the media type of the response.
 * @param signal - aborts the attempt.
 * @throws TypeError if the address, a header or the body cannot be sent.
 */
export function createRequest(call: Call, token: string, accept: string, signal: AbortSignal): Request {
  const query: Required<Parameters["query"]> = { "api-version": call.apiVersion };
  const own: Readonly<Record<OwnHeader, string | undefined>> = {
    accept,
    authorization: `Bearer ${token}`,
    "extra-parameters": call.extraParameters,
    "azureml-model-deployment": call.deployment,
  };
  const headers = new Headers({ "content-type": "application/json" });
  for (const added of [call.clientHeaders, call.headers, own]) {
    // Packages such as undici have a `Headers` class of their own.
    for (const [name, value] of isIterable(added) ? added : Object.entries(added)) {
      if (value !== undefined) headers.set(name, value);
    }
  }
  return new Request(`${call.baseUrl}${path}?${new URLSearchParams(query)}`, {
    method: "POST",
    headers,
    body: JSON.stringify(call.request),
    signal,
    // Followed, it would take the prompt and the headers to another address. `error` would hide the address, and workers lack it.
    redirect: "manual",
  });
}

function isIterable(headers: object): headers is Iterable<[string, string]> {
  return Symbol.iterator in headers;
}
