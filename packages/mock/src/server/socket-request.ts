import type { RequestContext } from "@completions-api/http";
import type { MockRequest } from "../mock-request.ts";

/** A request from a socket. It is a class, because an object with a getter of its own takes long to create. */
export class SocketRequest implements MockRequest {
  readonly method: string;
  readonly target: string;
  readonly url: URL;
  readonly headers: MockRequest["headers"];
  readonly body: Uint8Array;
  readonly whenGone: MockRequest["whenGone"];
  readonly #context: RequestContext;

  constructor(context: RequestContext, url: URL, body: Uint8Array, whenGone: MockRequest["whenGone"]) {
    const { method = "", url: target = "", headersDistinct } = context.message;
    this.method = method;
    this.target = target;
    this.url = url;
    this.headers = headersDistinct;
    this.body = body;
    this.whenGone = whenGone;
    this.#context = context;
  }

  /** Created when it is first read, which takes time. */
  get clientGone(): AbortSignal {
    return this.#context.clientGone.signal;
  }
}
