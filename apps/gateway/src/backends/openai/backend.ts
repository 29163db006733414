import { appendPath } from "../../network/base-url.ts";
import type { Backend } from "../backend.ts";
import { createUpstreamClient } from "./connections/client.ts";
import { createDispatcher, type DispatcherOptions } from "./connections/dispatcher.ts";
import type { Dialect } from "./dialect.ts";
import { stopsWhenLeft } from "./requests/is-streamed.ts";
import { toJson } from "./requests/to-json.ts";
import { toUpstreamRequest, type UpstreamCall, type UpstreamIdentity } from "./requests/upstream-request.ts";
import { readResponse } from "./responses/read-response.ts";

/** Options of {@link createOpenAIBackend}. */
export interface OpenAIBackendOptions extends UpstreamIdentity, Pick<DispatcherOptions, "ca" | "proxy"> {
  /** The base URL as OpenAI's clients take it, such as `http://127.0.0.1:8000/v1`: `/completions` is appended to its path. */
  readonly url: string;
  /** Further headers of each request. None may be one that {@link toUpstreamRequest} sets. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly dialect: Dialect;
  readonly onCut?: UpstreamCall["onCut"];
  readonly timeouts?: {
    /** Milliseconds until a connection must be open; by default 10,000. */
    readonly connect?: number;
  };
}

/**
 * Creates a backend from a server that speaks OpenAI's `/v1/completions`, or a dialect of it.
 *
 * Besides the errors of `toCallerError`, `generate` throws HttpError 502 if the server cannot be reached, is lost or sends an
 * invalid response, and 504 if it cannot be reached in time. It waits for responses as long as they take.
 */
export function createOpenAIBackend(options: OpenAIBackendOptions): Backend {
  const { dialect, headers, timeouts, ca, proxy, onCut } = options;
  const url = toCompletionsUrl(options);
  const client = createUpstreamClient({
    url,
    createDispatcher: () => createDispatcher(url.origin, { connectTimeout: timeouts?.connect, ca, proxy }),
  });
  return {
    async generate(request, signal) {
      const sent = toUpstreamRequest(request, dialect, options);
      const call: UpstreamCall = { request, sent, dialect, signal, onCut };
      const allHeaders = headers ? { ...sent.headers, ...headers } : sent.headers;
      const body = toJson(sent.body, request.extra);
      return await client.post(allHeaders, body, signal, (response) => readResponse(response, call));
    },
    stopsWhenLeft: (request) => stopsWhenLeft(request, dialect),
    close: client.close,
  };
}

/** Returns the URL to post completions to. */
export function toCompletionsUrl({
  url: baseUrl,
  dialect,
}: Pick<OpenAIBackendOptions, "url" | "dialect">): URL {
  const url = appendPath(baseUrl, "/completions");
  if (dialect.contract) url.search += `${url.search && "&"}api-version=${dialect.contract.apiVersion}`;
  return url;
}
