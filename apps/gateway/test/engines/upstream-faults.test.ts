import { createServer } from "node:net";
import { inspect } from "node:util";
import type { Delta } from "@completions-api/engine";
import { listenOnFreePort } from "@completions-api/testing";
import { describe, expect, test } from "vitest";
import { createOpenAIBackend } from "../../src/backends/openai/backend.ts";
import { openai } from "../../src/backends/openai/dialects/openai.ts";
import { dialects } from "../../src/backends/openai/dialects.ts";
import { explanationOf } from "../support/explanation.ts";
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

/** Reads the deltas of a stream that must fail, and the failure. */
async function readUntilFailure(script: Script): Promise<{ deltas: Delta[]; failure: unknown }> {
  await using engine = await startEngine(script);
  const { deltas } = await engine.generate(requestFor("Say it"), AbortSignal.timeout(10_000));
  const received: Delta[] = [];
  try {
    for await (const batch of deltas) received.push(...batch);
  } catch (failure) {
    return { deltas: received, failure };
  }
  throw new Error("The stream did not fail.");
}

const badGateway = { status: 502, code: "bad_gateway" };
const hello = { index: 0, text: "Hello", tokens: 0, finishReason: null };

test.each([102, 103])("an interim response with status %d is no response", async (status) => {
  const whole = events(chunk("Hello", "stop"), usageChunk(3, 2), "[DONE]");
  await using engine = await startEngine((response, request, index) => {
    response.socket?.write(`HTTP/1.1 ${status} Interim\r\nLink: </a>\r\n\r\n`);
    return whole(response, request, index);
  });
  const deltas = await collectDeltas(engine.generate, requestFor("Say it"));
  expect(deltas.map(({ text }) => text)).toEqual(["Hello"]);
});

describe("before the first delta", () => {
  test("no server listens", async () => {
    const server = createServer();
    const { url } = await listenOnFreePort(server);
    await server[Symbol.asyncDispose]();
    const engine = createOpenAIBackend({ url: `${url}/v1`, dialect: openai });
    const error = await httpErrorOf(engine.generate(requestFor("Say it"), AbortSignal.timeout(10_000)));
    expect(error).toMatchObject({
      ...badGateway,
      cause: { name: "UnreachableError", cause: { code: "ECONNREFUSED" } },
    });
    await engine.close();
  });

  test("too many headers, which the log says", async () => {
    const long = `HTTP/1.1 200 OK\r\nx: ${"a".repeat(100_000)}\r\n\r\n`;
    await using engine = await startEngine((response) => void response.socket?.end(long));
    const error = await httpErrorOf(engine.generate(requestFor("Say it"), AbortSignal.timeout(10_000)));
    expect(error).toMatchObject(badGateway);
    expect(explanationOf(error)).toBe(
      "UND_ERR_HEADERS_OVERFLOW: The server sent more than 16 KiB of headers.",
    );
  });

  test("no connection in time", async () => {
    // It never begins the TLS handshake.
    const server = createServer((socket) => socket.resume());
    const { port } = await listenOnFreePort(server);
    const url = `https://127.0.0.1:${port}/v1`;
    const engine = createOpenAIBackend({ url, dialect: openai, timeouts: { connect: 50 } });
    const error = await httpErrorOf(engine.generate(requestFor("Say it"), AbortSignal.timeout(30_000)));
    expect(error).toMatchObject({ status: 504, code: "gateway_timeout" });
    await Promise.all([server[Symbol.asyncDispose](), engine.close()]);
  });

  test.each([
    [
      "bytes that are not HTTP",
      (response) => void response.socket?.end("HTTP/1.1 200 OK\r\n\x00SECRET\r\n\r\n"),
    ],
    ["a reset", (response) => void response.socket?.resetAndDestroy()],
    [
      "HTML with status 502",
      (response) => void response.writeHead(502, { "content-type": "text/html" }).end("<h1>"),
    ],
    [
      "HTML with status 200",
      (response) => void response.writeHead(200, { "content-type": "text/html" }).end("<h1>"),
    ],
    ["JSON that is not a completion instead of a stream", json({ choices: [] })],
    ["a redirection", (response) => void response.writeHead(302, { location: "/" }).end()],
    ["a stream without events", events()],
    ["[DONE] alone", events("[DONE]")],
    ["an unexpected choice", events(chunk("Hello", null, 1))],
    [
      "a choice with a text as index",
      events({ choices: [{ index: "0", text: "Hello", finish_reason: null }] }),
    ],
    ["an event that is not a completion's", events({ object: "error", message: "SECRET" })],
    ["an error that is a word", events({ error: "SECRET" })],
    ["an error that is too long to read", json({ error: "x".repeat(2 ** 17) }, 400)],
    ["an event of 5 MB", events(chunk("x".repeat(5_000_000)))],
  ] as const satisfies readonly (readonly [string, Script])[])("%s", async (_name, script) => {
    await using engine = await startEngine(script);
    const error = await httpErrorOf(engine.generate(requestFor("Say it"), AbortSignal.timeout(10_000)));
    expect(error).toMatchObject(badGateway);
    expect(inspect(error, { depth: 10 })).not.toContain("SECRET");
  });
});

describe("instead of a whole completion", () => {
  test.each([
    [
      "half of it",
      (response) => void response.writeHead(200, { "content-type": "application/json" }).end('{"ch'),
    ],
    [
      "an empty body",
      (response) => void response.writeHead(200, { "content-type": "application/json" }).end(),
    ],
    ["no choices", json({ choices: [], usage: usageOf(3, 0) })],
    [
      "an unexpected choice",
      json({ choices: [...Array(2).keys()].map((index) => ({ index, text: "", finish_reason: "stop" })) }),
    ],
    [
      "a choice twice",
      json({ choices: [0, 0].map((index) => ({ index, text: "", finish_reason: "stop" })) }),
    ],
    ["a text that is a number", json({ choices: [{ index: 0, text: 1, finish_reason: "stop" }] })],
    [
      "a chat's message",
      json({ choices: [{ index: 0, message: { content: "Hi" }, finish_reason: "stop" }] }),
    ],
    ["an error", json({ error: { message: "SECRET" } })],
  ] as const satisfies readonly (readonly [string, Script])[])("%s", async (_name, script) => {
    await using engine = await startEngine(script);
    const request = requestFor("Say it", { stream: false });
    const error = await httpErrorOf(engine.generate(request, AbortSignal.timeout(10_000)));
    expect(error).toMatchObject(badGateway);
    expect(inspect(error, { depth: 10 })).not.toContain("SECRET");
  });

  test("a part of it before a reset", async () => {
    await using engine = await startEngine((response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
      response.write('{"choices":', () => response.socket?.resetAndDestroy());
    });
    const request = requestFor("Say it", { stream: false });
    expect(await httpErrorOf(engine.generate(request, AbortSignal.timeout(10_000)))).toMatchObject(
      badGateway,
    );
  });
});

describe("within a stream", () => {
  function afterHello(then: Script): Script {
    return async (response, request, index) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      await new Promise<void>((resolve) => response.write(encode(chunk("Hello")), () => resolve()));
      await then(response, request, index);
    };
  }

  test.each([
    [
      "part of an event and a reset",
      afterHello((response) => {
        response.write('data: {"choices":[{"te', () => response.socket?.resetAndDestroy());
      }),
    ],
    ["the end", events(chunk("Hello"))],
    ["[DONE]", events(chunk("Hello"), "[DONE]")],
    ["an event that is not JSON", afterHello((response) => void response.end("data: SECRET\n\n"))],
    ["an event of 5 MB", events(chunk("Hello"), chunk("SECRET".repeat(1_000_000)))],
    ["an unknown finish reason", events(chunk("Hello"), chunk("!", "SECRET BUSINESS"), "[DONE]")],
    ["more of a choice after its end", events(chunk("Hello"), chunk("!", "stop"), chunk("?"), "[DONE]")],
    ["an error", events(chunk("Hello"), { error: { message: "SECRET", code: 500 } }, "[DONE]")],
  ] as const satisfies readonly (readonly [string, Script])[])("%s", async (_name, script) => {
    const { deltas, failure } = await readUntilFailure(script);
    expect(deltas).toEqual([hello]);
    expect(failure).toMatchObject(badGateway);
    expect(inspect(failure, { depth: 10 })).not.toContain("SECRET");
  });

  test("an error that the caller can act on keeps its code", async () => {
    const overflow = { error: { message: "This model's maximum context length is 10 tokens.", code: 400 } };
    const { failure } = await readUntilFailure(events(chunk("Hello"), overflow));
    expect(failure).toMatchObject({ status: 400, code: "context_length_exceeded" });
  });
});

describe("unusual but complete responses are accepted", () => {
  const whole = [chunk("Hello", "stop"), usageChunk(3, 2)];

  test.each([
    ["[DONE] twice", events(...whole, "[DONE]", "[DONE]")],
    ["no [DONE]", events(...whole)],
    ["usage beside the end, and no [DONE]", events({ ...chunk("Hello", "stop"), usage: usageOf(3, 2) })],
    ["an error after the end", events(...whole, { error: { message: "late" } })],
    [
      "an event without choices first",
      events({ choices: [], prompt_filter_results: [] }, ...whole, "[DONE]"),
    ],
    ["an event without text first", events(chunk(""), ...whole, "[DONE]")],
    [
      "comments",
      (response) => {
        response.writeHead(200, { "content-type": "Text/Event-Stream; charset=utf-8" });
        response.end(`: keep-alive\n\n${whole.map(encode).join(":\n\n")}`);
      },
    ],
  ] as const satisfies readonly (readonly [string, Script])[])("%s", async (_name, script) => {
    await using engine = await startEngine(script);
    expect(await collectDeltas(engine.generate, requestFor("Say it"))).toEqual([
      { index: 0, text: "Hello", tokens: 2, finishReason: "stop", promptTokens: 3 },
    ]);
  });

  test.each(["llama.cpp", "azure"] as const)(
    "a reset after the last event of %s, which has the usage",
    async (name) => {
      const resets: Script = (response) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        const event = { ...chunk("Hello", "stop"), usage: usageOf(3, 2) };
        response.write(encode(event), () => response.socket?.resetAndDestroy());
      };
      await using engine = await startEngine(resets, { dialect: dialects[name] });
      expect(await collectDeltas(engine.generate, requestFor("Say it"))).toEqual([
        { index: 0, text: "Hello", tokens: 2, finishReason: "stop", promptTokens: 3 },
      ]);
    },
  );
});
