import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import {
  type Cors,
  type ErrorFormat,
  findRoute,
  hasRoute,
  type RequestContext,
  type RequestHandler,
  type Routes,
  readUrl,
  type Site,
} from "@completions-api/http";
import type { HttpError } from "@completions-api/protocol";
import type { GatewayRequest } from "../completions/gateway-request.ts";
import { findUpstream } from "../resilience/failed-upstream.ts";
import { type Begin, type Observer, RequestRecord } from "../telemetry/request-record.ts";
import { passOnTrace } from "../telemetry/traces/trace-context.ts";
import type { RequestCount } from "./request-count.ts";
import { readRequestId } from "./request-id.ts";

/** Responds to a request, or throws what is then sent. */
export type RouteHandler = (request: GatewayRequest) => Promise<void>;

/** The options that the handlers of all requests share until a reload. A request keeps those that it began with. */
export interface HandlerOptions {
  readonly routes: Routes<RouteHandler>;
  readonly cors: Cors | undefined;
  readonly site: Site | undefined;
  /** Returns the form of a request's errors. */
  readonly findErrorFormat: (message: IncomingMessage) => ErrorFormat | undefined;
  readonly begin?: Begin | undefined;
  /** Called for each request once both its connection and its handler have finished with it. */
  readonly observe: Observer;
  /** The requests that have these options. */
  readonly requestCount: RequestCount;
}

/** Handles one request: gives it an id, hands it to its route, and records what happened. */
export class GatewayRequestHandler implements RequestHandler {
  readonly headers: Readonly<Record<string, string>>;
  readonly #context: RequestContext;
  readonly #options: HandlerOptions;
  readonly #record: RequestRecord;

  constructor(context: RequestContext, options: HandlerOptions) {
    const { message } = context;
    this.#context = context;
    this.#options = options;
    this.#record = new RequestRecord(readRequestId(message.headers["x-request-id"]), message.method ?? "");
    this.headers = { "x-request-id": this.#record.id };
    options.requestCount.begin();
  }

  get errorFormat(): ErrorFormat | undefined {
    return this.#options.findErrorFormat(this.#context.message);
  }

  async handle(): Promise<void> {
    const { message, response, clientGone } = this.#context;
    const { routes, cors, site, begin } = this.#options;
    const record = this.#record;
    if (cors?.(message, response)) return;
    const url = readUrl(message);
    record.path = url.pathname;
    const respond = hasRoute(routes, url.pathname) ? undefined : site?.find(record.method, url.pathname);
    if (respond !== undefined) {
      record.isOfSite = true;
      await respond(this.#context);
      return;
    }
    const { handler, parameter } = findRoute(routes, url.pathname, record.method);
    const trace = begin?.(record, message.headers) ?? passOnTrace(message.headers, record.id);
    await handler({ message, response, url, parameter, clientGone, trace, record });
  }

  onClose(): void {
    const { response } = this.#context;
    this.#record.endedAt = performance.now();
    this.#record.left = !response.writableFinished;
    if (response.headersSent) this.#record.status = response.statusCode;
  }

  onError(error: HttpError): void {
    const { code, cause } = error;
    const upstream = findUpstream(error) ?? findUpstream(cause);
    // A failure to send an error does not replace the error itself.
    const record = this.#record;
    record.errorCode ??= code;
    record.failure = cause;
    if (upstream !== undefined) record.upstream = upstream;
    Object.assign(record, explainRefusal(error));
    const address = this.#context.message.socket.remoteAddress;
    if (record.caller === undefined && address !== undefined) record.address = address;
  }

  onEnd(): void {
    const { observe, requestCount } = this.#options;
    // The last spans of its traces must be there before these are closed.
    observe(this.#record);
    requestCount.end();
  }
}

/** Returns the reason of an error that has several, none of which quotes the request. */
function explainRefusal({ code, body }: HttpError): Pick<RequestRecord, "reason"> {
  return code === "too_many_requests" || code === "service_unavailable" ? { reason: body.error } : {};
}

/** Creates a function that records requests that could not be parsed, and returns headers with an id for their responses. */
export function recordRefusals(
  observe: Observer,
): (error: HttpError, address: string | undefined) => Readonly<Record<string, string>> {
  return (error, address) => {
    const record = new RequestRecord(randomUUID(), "");
    const { status, code } = error;
    const facts = { endedAt: record.startedAt, status, errorCode: code, ...explainRefusal(error) };
    observe(Object.assign(record, facts, address !== undefined && { address }));
    return { "x-request-id": record.id };
  };
}
