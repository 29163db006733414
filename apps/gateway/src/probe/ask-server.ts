import type { IncomingHttpHeaders } from "node:http";
import type { Dispatcher } from "undici";
import type { OpenAIBackendOptions } from "../backends/openai/backend.ts";
import { explainConnectionError } from "../backends/openai/connections/connection-error.ts";
import { createDispatcher } from "../backends/openai/connections/dispatcher.ts";
import { parseJson } from "../backends/openai/parse-json.ts";

/** A response of a server to the probe. */
export interface ProbeResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The body, cut after 1 MiB. It may contain texts and secrets, so it is never printed. */
  readonly body: Buffer;
  /** The body as JSON. Undefined if it is not JSON. */
  readonly json: unknown;
}

/** The server did not respond. The message says why, for people. */
export class NoResponseError extends Error {
  override readonly name = "NoResponseError";
  /** True if the server speaks TLS, but its certificate is not accepted. */
  readonly isAboutCertificate: boolean;

  constructor(message: string, isAboutCertificate: boolean) {
    super(message);
    this.isAboutCertificate = isAboutCertificate;
  }
}

/** Milliseconds until a response must be complete. */
export interface ProbeLimits {
  /** For lists of models and the like, which need no computation. */
  readonly list: number;
  /** For completions, before which a server may have to load its model. */
  readonly completion: number;
}

/** A request of the probe. */
export interface ProbeRequest {
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, with POST. */
  readonly body?: object;
  /** Milliseconds until the response must be complete. */
  readonly timeLimit: number;
}

const mostBytes = 2 ** 20;

/** Sends the requests of a probe to one server, with its credential and headers. */
export class ProbedServer implements AsyncDisposable {
  readonly #dispatcher: Dispatcher;
  readonly #headers: Readonly<Record<string, string>>;

  constructor({ url, timeouts, ca, proxy, credential, headers }: Omit<OpenAIBackendOptions, "dialect">) {
    this.#dispatcher = createDispatcher(new URL(url).origin, {
      connectTimeout: timeouts?.connect,
      ca,
      proxy,
    });
    this.#headers = {
      ...(credential !== undefined && { authorization: `Bearer ${credential}` }),
      ...headers,
    };
  }

  /** @throws NoResponseError if there is no whole response in time. */
  async ask({ url, headers, body, timeLimit }: ProbeRequest): Promise<ProbeResponse> {
    const signal = AbortSignal.timeout(timeLimit);
    try {
      const response = await this.#dispatcher.request({
        origin: url.origin,
        path: url.pathname + url.search,
        method: body ? "POST" : "GET",
        headers: { ...(body && { "content-type": "application/json" }), ...headers, ...this.#headers },
        body: body ? JSON.stringify(body) : null,
        signal,
      });
      const parts: Buffer[] = [];
      let length = 0;
      for await (const part of response.body) {
        parts.push(part);
        length += part.length;
        if (length > mostBytes) break;
      }
      const all = Buffer.concat(parts);
      return {
        status: response.statusCode,
        headers: response.headers,
        body: all,
        json: parseJson(all.toString()),
      };
    } catch (error) {
      throw new NoResponseError(
        signal.aborted
          ? `The server did not respond within ${timeLimit / 1000} seconds, although it accepts connections.`
          : explainConnectionError(error),
        /CERT|LEAF_SIGNATURE/.test(String(Object(error).code)),
      );
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#dispatcher.destroy();
  }
}
