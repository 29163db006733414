import type { CancellationSignal } from "@completions-api/http";
import type { Dispatcher } from "undici";
import { UpstreamExchange, type UpstreamResponse } from "./exchange.ts";

/** Sends requests to one server. */
export interface UpstreamClient {
  /**
   * Posts the text of a JSON document, and reads the response once its headers have arrived. If the server closes an idle connection
   * as the request is sent, it is sent again on a new one, once.
   *
   * @throws HttpError 502 if the server cannot be reached or the connection is lost, 504 if it cannot be reached in time;
   * later, reading the body throws it. `signal`'s reason once aborted.
   */
  post<Result>(
    headers: Readonly<Record<string, string>>,
    body: string,
    signal: CancellationSignal,
    read: (response: UpstreamResponse) => Result | Promise<Result>,
  ): Promise<Result>;
  /** Lets open requests end, and closes the connections. */
  close(): Promise<void>;
}

/** Options of {@link createUpstreamClient}. */
export interface UpstreamClientOptions {
  /** The address to post to. */
  readonly url: URL;
  /** Creates what opens connections to the URL's origin and keeps them. */
  readonly createDispatcher: () => Dispatcher;
}

/** Creates a client. It waits for responses as long as they take: other timeouts are for its caller. */
export function createUpstreamClient({ url, createDispatcher }: UpstreamClientOptions): UpstreamClient {
  const { origin } = url;
  const path = url.pathname + url.search;
  const dispatcher = createDispatcher();
  return {
    post(headers, body, signal, read) {
      if (signal.aborted) return Promise.reject(signal.reason);
      const request: Dispatcher.DispatchOptions = {
        origin,
        method: "POST",
        path,
        headers,
        body,
      };
      const exchange = new UpstreamExchange(signal);
      dispatcher.dispatch(request, exchange);
      return exchange.response.then(read, (failure: unknown) => {
        if (!exchange.isUnprocessed || signal.aborted) throw failure;
        return postOnFreshConnection(createDispatcher(), request, signal).then(read);
      });
    },
    close: () => dispatcher.close(),
  };
}

/**
 * Sends a request again that a server has not processed, because it closed the connection while that was idle. Other
 * connections may have been closed as well, so this takes a new one.
 */
async function postOnFreshConnection(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  signal: CancellationSignal,
): Promise<UpstreamResponse> {
  const exchange = new UpstreamExchange(signal);
  try {
    dispatcher.dispatch(request, exchange);
    return await exchange.response;
  } finally {
    // Lets the response end.
    void dispatcher.close();
  }
}
