import { bodyOf, type RecordedExchange } from "@completions-api/protocol/recorded";
import { isObject } from "../is-object.ts";
import { parseJson } from "../parse-json.ts";

/** Returns a header of the response, if there is one. */
export function headerOf({ response }: RecordedExchange, name: string): string | undefined {
  return response?.headers.find(([other]) => other.toLowerCase() === name)?.[1];
}

export function isStream(exchange: RecordedExchange): boolean {
  const type = headerOf(exchange, "content-type") ?? "";
  return exchange.response?.status === 200 && /^text\/event-stream\b/i.test(type);
}

/** Returns the objects of a completion: the one of its JSON, or those of a stream's events. */
export function readObjects(exchange: RecordedExchange): readonly Record<string, unknown>[] {
  if (exchange.response?.status !== 200) return [];
  const body = bodyOf(exchange);
  const texts = isStream(exchange) ? [...body.matchAll(/^data: ?(\{.*)/gm)].map(([, data]) => data) : [body];
  return texts.map((text = "") => parseJson(text)).filter(isObject);
}

/** Returns the body of the request. */
export function readRequestBody({ request }: RecordedExchange): Record<string, unknown> {
  const body = parseJson(request.body ?? "");
  return isObject(body) ? body : {};
}

/** Returns the text of each choice of a completion, streamed or not. */
export function readTexts(exchange: RecordedExchange): readonly string[] {
  const texts = new Map<unknown, string>();
  for (const { choices } of readObjects(exchange)) {
    for (const choice of Array.isArray(choices) ? choices.filter(isObject) : []) {
      if (typeof choice.text !== "string") continue;
      texts.set(choice.index, `${texts.get(choice.index) ?? ""}${choice.text}`);
    }
  }
  return [...texts.values()];
}
