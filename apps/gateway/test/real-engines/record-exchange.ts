import { splitEvents } from "@completions-api/testing";
import type { Exchange, Json, JsonObject } from "../upstreams/exchanges.ts";

/** Sends a request to an engine and records the response, without what differs from run to run. */
export async function recordExchange(
  name: string,
  url: string,
  request: JsonObject | string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Exchange> {
  const response = await fetch(`${url}/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof request === "string" ? request : JSON.stringify(request),
  });
  const { status } = response;
  const text = await response.text();
  const type = response.headers.get("content-type") ?? "";
  if (type.startsWith("text/event-stream")) {
    return { name, request, status, events: splitEvents(text).map((data) => steady(parse(data))) };
  }
  const body = steady(parse(text));
  return { name, request, status, ...(isObject(body) ? { json: body } : { text }) };
}

/** Parses the data of an event, which is text in `[DONE]`. */
function parse(data: string): Json {
  try {
    return JSON.parse(data);
  } catch {
    return data;
  }
}

/** Functions that replace values that differ from run to run or between processors, by the name of the property. */
const replacements: Readonly<Record<string, (value: Json) => Json>> = {
  created: () => 1,
  id: (id) => (typeof id === "string" ? id.replace(/\w+$/, (unique) => "0".repeat(unique.length)) : id),
  timings: (timings) =>
    isObject(timings) ? Object.fromEntries(Object.keys(timings).map((name) => [name, 0])) : timings,
  // Depends on which slot has computed what before.
  cached_tokens: () => 0,
  logprob: (logprob) => (typeof logprob === "number" ? Number(logprob.toFixed(2)) : logprob),
};

function steady(value: Json): Json {
  if (Array.isArray(value)) return value.map(steady);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, replacements[name]?.(inner) ?? steady(inner)]),
  );
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
