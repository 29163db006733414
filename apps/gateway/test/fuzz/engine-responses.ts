import { damagedBytes } from "@completions-api/testing";
import fc from "fast-check";
import { anyText } from "../support/any-text.ts";

/** Values that some engine may send: usual ones, wrong types, values out of range. */
const suspect = fc.constantFrom<unknown>(
  ...[undefined, null, true, "", "a", "stop", "eos_token", "abort", "\ud83d", {}, [], [null]],
  ...[-1, 0, 0.5, 1, 7, 1e9, 2 ** 53, { message: "No.", code: 400 }],
);
const usage = { prompt_tokens: 2, completion_tokens: 3, total_tokens: 5 };
/** The places in an event where such a value may be. */
const paths = [
  ...["id", "model", "object", "choices", "choices.0", "choices.0.index", "choices.0.text"],
  ...["choices.0.finish_reason", "usage", "usage.prompt_tokens", "usage.completion_tokens", "error"],
];

/** Generates an event of an engine. One in five has a suspect value in it. */
function event(finishReason: string | null, parts: object): fc.Arbitrary<string> {
  const text = anyText({ maxLength: 5 });
  const change = fc.option(fc.tuple(fc.constantFrom(...paths), suspect), { freq: 5 });
  return fc.tuple(text, fc.boolean(), change).map(([text, isChanged, change]) => {
    const choices = [{ index: 0, text, finish_reason: finishReason }];
    const event = { id: "cmpl-1", object: "text_completion", created: 1, model: "m", choices, ...parts };
    if (change && isChanged) replace(event, change[0].split("."), change[1]);
    return JSON.stringify(event);
  });
}

function replace(target: object, [name = "", ...rest]: readonly string[], value: unknown): void {
  const inner: unknown = Reflect.get(target, name);
  if (rest.length === 0) Reflect.set(target, name, value);
  else if (typeof inner === "object" && inner !== null) replace(inner, rest, value);
}

const odd = fc.constantFrom(
  "[DONE]",
  "",
  "{",
  "null",
  '{"error":"No."}',
  '{"error":{"message":"No.","code":500}}',
);
const rare = <Value>(weight: number, usual: Value, ...others: readonly Value[]): fc.Arbitrary<Value> =>
  fc.oneof({ weight, arbitrary: fc.constant(usual) }, fc.constantFrom(...others));

const stream = fc
  .tuple(
    fc.array(fc.oneof({ weight: 30, arbitrary: event(null, {}) }, odd), { maxLength: 4 }),
    fc.oneof({ weight: 15, arbitrary: event("stop", {}) }, event("length", { usage }), odd),
    fc.oneof(
      { weight: 10, arbitrary: fc.constant(JSON.stringify({ id: "cmpl-1", choices: [], usage })) },
      odd,
    ),
    rare(10, "[DONE]", "", "[DONE]\n\ndata: [DONE]"),
  )
  .map(([texts, ...end]) => [...texts, ...end].map((data) => `data: ${data}\n\n`).join(""));

/** Generates responses of a server that is an engine, nearly one, or not one at all. */
export function engineResponses(isStream: boolean): fc.Arbitrary<Buffer<ArrayBuffer>> {
  const usualType = isStream ? "text/event-stream" : "application/json";
  const good = fc
    .tuple(
      rare(
        30,
        "200 OK",
        "204 No Content",
        "301 Moved",
        "400 No",
        "401 No",
        "404 No",
        "422 No",
        "429 No",
        "500 No",
      ),
      rare(30, usualType, "text/html", "application/json", "text/event-stream", ""),
      isStream ? stream : fc.oneof({ weight: 15, arbitrary: event("stop", { usage }) }, odd),
    )
    .map(([status, type, body]) => {
      const head = [
        `HTTP/1.1 ${status}`,
        `Content-Type: ${type}`,
        `Content-Length: ${Buffer.byteLength(body)}`,
      ];
      return Buffer.from(`${head.join("\r\n")}\r\n\r\n${body}`);
    });
  return fc.oneof({ weight: 4, arbitrary: good }, { weight: 1, arbitrary: damagedBytes(good) });
}
