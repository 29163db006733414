import type {
  RecordedExchange,
  RecordedRequest,
  RecordedStream,
  StreamCut,
} from "@completions-api/protocol/cassette";
import { isDeep } from "../json/is-deep.ts";
import { parseJson } from "../json/parse-json.ts";
import type { ExchangeEnd, ProxiedExchange } from "./proxied-exchange.ts";

// Lists, because anything else may be a secret.
const requestHeaders = ["azureml-model-deployment", "content-type", "extra-parameters"];
const responseHeaders = ["allow", "content-type", "retry-after", "www-authenticate", "x-ms-error-code"];

/** Returns the form of an exchange that is kept, or the reason why it is not kept. */
export function toRecordedExchange(exchange: ProxiedExchange, end: ExchangeEnd): RecordedExchange | string {
  const { status, violations } = exchange;
  const headers = pick(exchange.headers, responseHeaders);
  const kept = { request: toRecordedRequest(exchange), ...(violations.length > 0 && { violations }) };
  if (isDeep(kept.request.body)) return "Not recorded: the request's body is nested too deeply.";
  if (exchange.isStream) {
    const cut = findCut(exchange, end);
    const events = exchange.events;
    if (isDeep(events)) return "Not recorded: an event is nested too deeply.";
    const response: RecordedStream = { status, headers, events, ...(cut && { cut }) };
    return { ...kept, response };
  }
  if (end !== "whole") return "Not recorded: the answer did not arrive as a whole.";
  const body = exchange.body && parseJson(exchange.body);
  if (body === undefined || isDeep(body))
    return "Not recorded: the answer's body is not JSON that can be kept.";
  return { ...kept, response: { status, headers, at: exchange.endedAt, body } };
}

function toRecordedRequest({ request: { method, url, headers, body } }: ProxiedExchange): RecordedRequest {
  const version = url.searchParams.get("api-version");
  const sent = Object.entries(headers).map(([name, values = []]) => [name, values.join(", ")] as const);
  return {
    method,
    target: url.pathname + (version === null ? "" : `?${new URLSearchParams({ "api-version": version })}`),
    headers: pick(Object.fromEntries(sent), requestHeaders),
    ...(body.length > 0 && { body: withoutUser(parseJson(body)) }),
  };
}

/** Removes the name of a person, which changes no answer. */
function withoutUser(body: unknown): unknown {
  // Only valid requests are recorded, and the body of a valid one is an object.
  const { user: _, ...rest } = Object(body);
  return rest;
}

function findCut({ events }: ProxiedExchange, end: ExchangeEnd): StreamCut | undefined {
  const last = events.at(-1)?.data;
  if (last === "[DONE]") return undefined;
  if (last !== undefined && "error" in last) return "error";
  return end === "whole" ? "unreadable" : end;
}

function pick(headers: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => names.includes(name)));
}
