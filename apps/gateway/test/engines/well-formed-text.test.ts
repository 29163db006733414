import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encode, events, json, type Script } from "../support/scripted-upstream.ts";
import {
  chunk,
  collectDeltas,
  httpErrorOf,
  requestFor,
  startEngine,
  usageChunk,
  usageOf,
} from "../support/test-engine.ts";

// Text that cannot be written in UTF-8 does not leave the gateway: replacement characters could be mistaken for the model's.

const pair = "\u{1f40b}";
const [high = "", low = ""] = pair.split("");

async function textOf(script: Script, stream = true): Promise<string> {
  await using engine = await startEngine(script);
  const deltas = await collectDeltas(engine.generate, requestFor("Say it", { stream }));
  for (const { text } of deltas) expect(text.isWellFormed()).toBe(true);
  return deltas.map(({ text }) => text).join("");
}

function wholeOf(text: string): object {
  return { choices: [{ index: 0, text, finish_reason: "stop" }], usage: usageOf(3, 2) };
}

test("a character that is cut in two is whole again", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "grapheme" }), async (text) => {
      const units = Array.from({ length: text.length }, (_, index) => chunk(text[index] ?? ""));
      const script = events(...units, chunk("", "stop"), usageChunk(3, 9), "[DONE]");
      expect(await textOf(script)).toBe(text);
    }),
    { numRuns: 25 },
  );
  const late = events(chunk(`a${high}`), chunk(""), chunk(`${low}b`, "stop"), usageChunk(3, 2));
  expect(await textOf(late)).toBe(`a${pair}b`);
});

describe("half a character is a 502", () => {
  test.each<readonly [string, Script]>([
    ["at the end", events(chunk(`a${high}`, "stop"), usageChunk(3, 2))],
    ["at the end, before a part of nothing", events(chunk(`a${high}`), chunk("", "stop"), usageChunk(3, 2))],
    ["before another character", events(chunk(high), chunk("b", "stop"), usageChunk(3, 2))],
    ["after another character", events(chunk(`a${low}b`, "stop"), usageChunk(3, 2))],
    ["twice", events(chunk(high), chunk(high + low, "stop"), usageChunk(3, 2))],
    ["in a document", json(wholeOf(high))],
  ])("%s", async (_, script) => {
    for (const stream of [true, false])
      expect(await httpErrorOf(textOf(script, stream))).toMatchObject({ status: 502 });
  });
});

describe("bytes that are not UTF-8", () => {
  const bytes = (text: string) => Buffer.from(text.replace("?", "\xff"), "latin1");
  const respond =
    (body: Buffer, status = 200): Script =>
    (response) => {
      response.writeHead(status, { "content-type": "application/json" }).end(body);
    };

  test.each<readonly [string, Script]>([
    ["in a document", respond(bytes(JSON.stringify(wholeOf("a?"))))],
    [
      "in a property of a document that nobody reads",
      respond(bytes(JSON.stringify({ ...wholeOf("a"), x: "?" }))),
    ],
    ["in an event", respond(bytes(encode(chunk("a?", "stop"))))],
    ["in UTF-16", respond(Buffer.from(`\uFEFF${JSON.stringify(wholeOf("a"))}`, "utf16le"))],
  ])("%s are a 502", async (_, script) => {
    for (const stream of [true, false])
      expect(await httpErrorOf(textOf(script, stream))).toMatchObject({ status: 502 });
  });

  test("in an error change nothing, because its text does not leave the gateway", async () => {
    const error = { error: { message: "?: this model's maximum context length is 10 tokens." } };
    const failure = await httpErrorOf(textOf(respond(bytes(JSON.stringify(error)), 400)));
    expect(failure).toMatchObject({ status: 400, code: "context_length_exceeded" });
  });
});

test("a byte order mark before a document is not a part of it", async () => {
  const script: Script = (response) => {
    response
      .writeHead(200, { "content-type": "application/json" })
      .end(`\uFEFF${JSON.stringify(wholeOf("a"))}`);
  };
  expect(await textOf(script, false)).toBe("a");
});
