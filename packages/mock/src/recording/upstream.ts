import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { HttpError, otherError } from "@completions-api/protocol";
import type { MockRequest } from "../mock-request.ts";
import { toForwardedHeaders, toReturnedHeaders } from "./forwarded-headers.ts";

/** A real server's answer, whose headers have arrived. */
export interface UpstreamAnswer {
  readonly status: number;
  /** By name in lower case, without those that are not for the client. */
  readonly headers: Readonly<Record<string, string>>;
  /** The pieces of the body. Ending the iteration early closes the connection. Throws an HttpError if the connection is lost. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Closes the connection, if the body is not read. */
  readonly abandon: () => void;
}

/** The server that a proxy stands before. */
export class Upstream {
  readonly #root: URL;
  readonly #timeout: number;

  /**
   * @param url - the base URL that a client would use, with or without `/v1` at its end.
   * @param timeout - milliseconds without a byte from the server.
   * @throws TypeError if `url` is not an HTTP URL.
   */
  constructor(url: string, timeout: number) {
    // The text may have a password, so it is not quoted.
    if (!URL.canParse(url) || !/^https?:/i.test(url))
      throw new TypeError(
        "The URL of the real server must be an HTTP URL, such as http://127.0.0.1:8000/v1.",
      );
    this.#root = new URL(url);
    this.#root.pathname = this.#root.pathname.replace(/(?:\/v1)?\/*$/, "");
    this.#timeout = timeout;
  }

  /** The server's URL, without a user, a password and a query. */
  get url(): string {
    return this.#root.origin + this.#root.pathname.replace(/\/$/, "");
  }

  /**
   * Sends a request, and resolves once the headers of the answer have arrived.
   *
   * @throws HttpError 502 if the server cannot be reached or does not speak HTTP, 504 if it takes too long; the reason of
   * `clientGone` once that is aborted.
   */
  async send(request: MockRequest): Promise<UpstreamAnswer> {
    const { method, url, body, clientGone } = request;
    const target = new URL(this.#root);
    target.pathname = this.#root.pathname.replace(/\/$/, "") + url.pathname;
    target.search = url.search;
    try {
      const message = await new Promise<IncomingMessage>((resolve, reject) => {
        const sent = (target.protocol === "https:" ? requestHttps : requestHttp)(target, {
          method,
          headers: toForwardedHeaders(request),
          signal: clientGone,
          timeout: this.#timeout,
          // A connection of its own. The server might close a kept one just when the request is sent.
          agent: false,
        });
        let answer: IncomingMessage | undefined;
        sent.once("response", (message) => {
          answer = message;
          resolve(message);
        });
        // Stays, because the request may still fail while the body is read. The reader gets that error as well.
        sent.on("error", reject);
        sent.on("timeout", () => {
          const bytesBefore = sent.socket?.bytesRead;
          // A turn later, because a busy event loop notices the timeout before the bytes that have arrived meanwhile.
          setImmediate(() => {
            const hasSent = sent.socket?.bytesRead !== bytesBefore;
            // With bytes that nobody has taken yet, the client is slow, not the server.
            if (hasSent || (answer && answer.readableLength > 0)) sent.setTimeout(this.#timeout);
            else sent.destroy(this.#timedOut());
          });
        });
        // Without a listener, the promise would never settle.
        sent.once("upgrade", (_message, socket) => {
          socket.destroy();
          reject(this.#fail("switched to another protocol"));
        });
        sent.end(body);
      });
      const { statusCode: status = 0 } = message;
      if (status < 100) {
        message.destroy();
        throw this.#fail(`answered with the status ${status}, which HTTP does not have`);
      }
      const headers = toReturnedHeaders(message.headersDistinct);
      return {
        status,
        headers,
        body: this.#read(message, clientGone),
        abandon: () => message.destroy(),
      };
    } catch (failure) {
      clientGone.throwIfAborted();
      throw this.#explain(failure, describeSilence);
    }
  }

  async *#read(message: IncomingMessage, clientGone: AbortSignal): AsyncGenerator<Uint8Array, void, void> {
    try {
      yield* message;
    } catch (failure) {
      clientGone.throwIfAborted();
      throw this.#explain(failure, () => "broke off its answer");
    }
  }

  #explain(failure: unknown, describe: (code: string) => string): HttpError {
    if (failure instanceof HttpError) return failure;
    const code = failure instanceof Error && "code" in failure ? String(failure.code) : "";
    return this.#fail(describe(code) + (code && ` (${code})`));
  }

  #fail(problem: string): HttpError {
    return otherError("bad_gateway", `The server at ${this.url} ${problem}`);
  }

  #timedOut(): HttpError {
    return otherError("gateway_timeout", `The server at ${this.url} sent nothing for ${this.#timeout} ms`);
  }
}

/** Says why there is no answer, by the code of an error of Node. */
function describeSilence(code: string): string {
  if (code === "ECONNRESET") return "closed the connection without an answer";
  return code.startsWith("HPE_") ? "does not speak HTTP" : "cannot be reached";
}
