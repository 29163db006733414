import { describe, expect, test } from "vitest";
import { dialects } from "../../src/backends/openai/dialects.ts";
import { encode, type Script } from "../support/scripted-upstream.ts";
import {
  chunk,
  collectDeltas,
  httpErrorOf,
  requestFor,
  startEngine,
  usageChunk,
  usageOf,
} from "../support/test-engine.ts";

// A body shows whether it is a stream or a document, whatever was requested and whatever its type says.

const stream = [chunk("Hel"), chunk("lo", "stop"), usageChunk(3, 2), "[DONE]"].map(encode).join("");
const lines = [chunk("Hel"), chunk("lo", "stop"), usageChunk(3, 2)]
  .map((event) => JSON.stringify(event))
  .join("\n");
const whole = JSON.stringify({ ...chunk("Hello", "stop"), usage: usageOf(3, 2) }, null, 1);

const types = [
  "text/event-stream",
  "Text/Event-Stream;charset=UTF-8",
  "application/json",
  "application/problem+json",
  "application/x-ndjson",
  "application/octet-stream",
  "text/plain; charset=utf-8",
  undefined,
];

describe.each([
  ["a stream", stream],
  ["a stream that begins with a comment", `: hello\n\n${stream}`],
  ["a stream that begins with blank lines", `\r\n\n${stream}`],
  ["a stream after a byte order mark", `\uFEFF${stream}`],
  ["a stream of lines of JSON", lines],
  ["a stream of lines of JSON that ends with a blank one", `${lines}\n\n`],
  ["a document", whole],
  ["a document after a byte order mark", `\uFEFF${whole}`],
  ["a document after white space", ` \n\t${whole}\n`],
])("%s is read", (_, body) => {
  test.each(types)("with the type %s", async (type) => {
    const script: Script = (response) => {
      response.writeHead(200, type === undefined ? {} : { "content-type": type }).end(body);
    };
    for (const dialect of [dialects.openai, dialects.vllm, dialects["llama.cpp"]]) {
      await using engine = await startEngine(script, { dialect });
      for (const asked of [true, false]) {
        const deltas = await collectDeltas(engine.generate, requestFor("Say it", { stream: asked }));
        expect(deltas.map(({ text }) => text).join("")).toBe("Hello");
        expect(deltas.at(-1)).toMatchObject({ finishReason: "stop", tokens: 2, promptTokens: 3 });
      }
    }
  });
});

test.each([201, 203])("a completion with the status %i is read", async (status) => {
  for (const body of [stream, whole]) {
    await using engine = await startEngine((response) => {
      response.writeHead(status).end(body);
    });
    const deltas = await collectDeltas(engine.generate, requestFor("Say it"));
    expect(deltas.map(({ text }) => text).join("")).toBe("Hello");
  }
});

test.each([202, 204, 205, 206, 300])("a response with the status %i is a 502", async (status) => {
  await using engine = await startEngine((response) => {
    response.writeHead(status).end(status === 204 || status === 205 ? undefined : whole);
  });
  expect((await httpErrorOf(collectDeltas(engine.generate, requestFor("Say it")))).status).toBe(502);
});
