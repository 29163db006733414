import { streamHeaders } from "@completions-api/http/routing";
import { doneEvent, encodeEvent, HttpError, otherError } from "@completions-api/protocol";
import type { MockRequest } from "../mock-request.ts";
import type { OutgoingResponse } from "../mock-response.ts";
import { Disconnect } from "../responses/faults.ts";
import { startEarly } from "../responses/start-early.ts";
import type { AnswerViolation } from "./answer-violation.ts";
import { type ExchangeEnd, ProxiedExchange, type ValidRequest } from "./proxied-exchange.ts";
import type { CheckedEvent } from "./stream-checker.ts";
import { Upstream, type UpstreamAnswer } from "./upstream.ts";

/** Options of a proxy. */
export interface ProxyOptions {
  /** The base URL of the real server, as a client would use it, with or without `/v1` at its end. */
  readonly url: string;
  /**
   * The way to treat an answer that breaks the contract: `report` passes it on unchanged and reports it; `refuse` makes it a 502
   * or, once its stream has begun, ends it with an error event. By default `report`.
   */
  readonly onViolation?: "report" | "refuse";
  /** Milliseconds to wait for the next byte of the server, before it is given up with a 504. By default 300,000. */
  readonly timeout?: number;
}

/** The outcome of reading a request by the contract. */
export type RequestVerdict = { readonly valid: ValidRequest } | { readonly refusal: HttpError };

/** Passes requests on to a real server, and checks its answers against the contract. */
export interface CheckingProxy {
  /** The server's URL, without secrets. */
  readonly url: string;
  /**
   * Passes a request on.
   *
   * @param onEnd - called once, with the exchange as far as it came. Not called if the server does not answer.
   * @throws HttpError 502 or 504 if the server does not answer. With `refuse`, also an HttpError for a request that breaks the
   * contract, and 502 for an answer that does.
   */
  handle(
    request: MockRequest,
    verdict: RequestVerdict,
    onEnd: (exchange: ProxiedExchange, end: ExchangeEnd) => void,
  ): Promise<OutgoingResponse>;
}

/**
 * Creates a proxy.
 *
 * @param options - `keepsEvents`: true if `onEnd` needs the events of streams, which take memory.
 * @throws TypeError if the URL is not one.
 */
export function createProxy(
  { url, onViolation = "report", timeout = 300_000 }: ProxyOptions,
  { keepsEvents }: { readonly keepsEvents: boolean },
): CheckingProxy {
  const upstream = new Upstream(url, timeout);
  return {
    url: upstream.url,
    async handle(request, verdict, onEnd) {
      if ("refusal" in verdict && onViolation === "refuse") throw verdict.refusal;
      const startedAt = performance.now();
      const answer = await upstream.send(request);
      const valid = "valid" in verdict ? verdict.valid : undefined;
      const exchange = new ProxiedExchange({ request, valid, answer, startedAt, keepsEvents });
      const passed = { exchange, answer, onEnd: (end: ExchangeEnd) => onEnd(exchange, end) };
      if (onViolation === "report") {
        const { status, headers } = answer;
        return { status, headers, events: passUnchanged(passed) };
      }
      return exchange.isStream ? refuseEvents(passed) : refuseDocument(passed);
    },
  };
}

interface PassedAnswer {
  readonly exchange: ProxiedExchange;
  readonly answer: UpstreamAnswer;
  readonly onEnd: (end: ExchangeEnd) => void;
}

/** Passes on the bytes of an answer as they come. */
async function* passUnchanged({
  exchange,
  answer,
  onEnd,
}: PassedAnswer): AsyncGenerator<Uint8Array, void, void> {
  let end: ExchangeEnd = "client-left";
  try {
    for await (const piece of answer.body) {
      exchange.receive(piece);
      yield piece;
    }
    exchange.receiveEnd();
    end = "whole";
  } catch (failure) {
    if (!(failure instanceof HttpError)) throw failure;
    end = "server-left";
    exchange.receiveEnd();
    // The server broke off its answer, so the client gets what the server sent, and no more.
    throw new Disconnect();
  } finally {
    onEnd(end);
  }
}

/** Passes on an answer that is not a stream if it keeps the contract. */
async function refuseDocument({ exchange, answer, onEnd }: PassedAnswer): Promise<OutgoingResponse> {
  let end: ExchangeEnd = "client-left";
  try {
    for await (const piece of answer.body) exchange.receive(piece);
    exchange.receiveEnd();
    end = "whole";
  } catch (failure) {
    if (failure instanceof HttpError) end = "server-left";
    throw failure;
  } finally {
    onEnd(end);
  }
  const [violation] = exchange.violations;
  if (violation) throw brokenAnswer(violation);
  const { status, headers } = exchange;
  return {
    status,
    headers: { ...withoutBodyHeaders(headers), "content-type": "application/json" },
    body: new TextDecoder().decode(exchange.body),
  };
}

/** Passes on a stream up to the first event that breaks the contract. */
async function refuseEvents(passed: PassedAnswer): Promise<OutgoingResponse> {
  const { exchange, answer, onEnd } = passed;
  // Something is wrong with the headers.
  const [violation] = exchange.violations;
  if (violation) {
    answer.abandon();
    onEnd("refused");
    throw brokenAnswer(violation);
  }
  const events = await startEarly(passChecked(passed));
  return { status: 200, headers: { ...withoutBodyHeaders(exchange.headers), ...streamHeaders }, events };
}

async function* passChecked(passed: PassedAnswer): AsyncGenerator<string, void, void> {
  let end: ExchangeEnd = "client-left";
  try {
    for await (const { event, violations } of checkEvents(passed)) {
      const [violation] = violations;
      if (violation) {
        end = "refused";
        throw brokenAnswer(violation);
      }
      if (event === undefined) continue;
      // Nothing may follow either of them, so the rest is not read.
      const isLast = event === "[DONE]" || "error" in event;
      if (isLast) end = "whole";
      yield event === "[DONE]" ? doneEvent : encodeEvent(event);
      if (isLast) return;
    }
  } catch (failure) {
    if (failure instanceof HttpError && end !== "refused") end = "server-left";
    throw failure;
  } finally {
    passed.onEnd(end);
  }
}

async function* checkEvents({ exchange, answer }: PassedAnswer): AsyncGenerator<CheckedEvent, void, void> {
  for await (const piece of answer.body) yield* exchange.receive(piece);
  yield* exchange.receiveEnd();
}

/** Removes the headers that describe the bytes of the server's body, which is written anew. */
function withoutBodyHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const { "content-encoding": _encoding, "content-type": _type, ...rest } = headers;
  return rest;
}

function brokenAnswer({ rule, message }: AnswerViolation): HttpError {
  return otherError(
    "bad_gateway",
    `The server's answer breaks the contract (${rule}): ${message.replace(/\.$/, "")}`,
  );
}
