import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DialectName, dialects } from "../../src/backends/openai/dialects.ts";
import { deploymentOf, startTestGateway, token } from "../support/start-gateway.ts";
import { startEngine, type TestEngine } from "../support/test-engine.ts";
import { healthy } from "../support/upstream-scripts.ts";

const faces = { completions: "/completions?api-version=2024-04-01-preview", openai: "/v1/completions" };
const names = Object.keys(dialects) as DialectName[];

/** Starts a gateway in front of a server. Returns what sends it the text of a body. */
async function start(dialect: DialectName) {
  const engine: TestEngine = await startEngine(healthy, { dialect: dialects[dialect] });
  const gateway = await startTestGateway({
    deployment: deploymentOf(engine.generate),
    extraParameters: "pass-through",
  });
  return {
    requests: engine.upstream.requests,
    async send(body: string, face: keyof typeof faces = "completions") {
      const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
      const response = await fetch(gateway.url + faces[face], { method: "POST", headers, body });
      const text = await response.text();
      return { status: response.status, body: text.startsWith("{") ? JSON.parse(text) : text };
    },
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      await engine[Symbol.asyncDispose]();
    },
  };
}

describe("max_tokens beyond 32 bits is sent as the largest number that every engine reads", () => {
  test.each(names)("%s", async (name) => {
    await using server = await start(name);
    for (const maxTokens of [2 ** 31 - 1, 2 ** 31, 2 ** 32 + 5, Number.MAX_SAFE_INTEGER]) {
      expect((await server.send(JSON.stringify({ prompt: "a", max_tokens: maxTokens }))).status).toBe(200);
      expect(server.requests.at(-1)?.body.max_tokens).toBe(2 ** 31 - 1);
    }
  });
});

describe("a token beyond 32 bits is refused at its place", () => {
  const accepting = names.filter((name) => dialects[name].tokenPrompts);

  test.each(accepting)("%s", async (name) => {
    await using server = await start(name);
    for (const token of [2 ** 31, 2 ** 32 + 5, 2 ** 53]) {
      const one = await server.send(JSON.stringify({ prompt: [5, token] }));
      const loc = ["body", "prompt", "1"];
      expect(one).toMatchObject({ status: 422, body: { detail: { loc, value: String(token) } } });
      const several = await server.send(JSON.stringify({ prompt: [[5], [6, token]] }));
      expect(several.body).toMatchObject({ detail: { loc: ["body", "prompt", "1", "1"] } });
    }
    expect((await server.send(JSON.stringify({ prompt: [2 ** 31 - 1] }))).status).toBe(200);
    expect(server.requests).toHaveLength(1);
  });
});

test("numbers of extra parameters arrive as they were written", async () => {
  await using server = await start("vllm");
  const extras = '"top_k":40.0,"a":9007199254740993,"b":{"c":[1e400,-0,0.1e-400]},"min_p":5E-2';
  for (const face of ["completions", "openai"] as const) {
    expect((await server.send(`{"prompt":"1.0","max_tokens":2.0,${extras}}`, face)).status).toBe(200);
    const { text = "" } = server.requests.at(-1) ?? {};
    for (const pair of extras.split(/,(?=")/)) expect(text).toContain(pair);
    expect(text).toContain('"max_tokens":2,');
  }
});

test("an extra number that the server refuses is quoted as it was written", async () => {
  await using engine = await startEngine(
    (response) => {
      response.writeHead(400, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: { message: "top_k is too large" } }));
    },
    { dialect: dialects.vllm },
  );
  await using gateway = await startTestGateway({
    deployment: deploymentOf(engine.generate),
    extraParameters: "pass-through",
  });
  const response = await fetch(gateway.url + faces.completions, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: '{"prompt":"a","top_k":9007199254740993}',
  });
  expect(await response.json()).toMatchObject({
    detail: { loc: ["body", "top_k"], value: "9007199254740993" },
  });
});

test("a known number that would be rounded is a 422 at both faces, with its text", async () => {
  await using server = await start("vllm");
  for (const face of ["completions", "openai"] as const) {
    for (const [name, written] of [
      ["temperature", "1e-400"],
      ["max_tokens", "4.00000000000000000001"],
      ["seed", "1e400"],
    ] as const) {
      const { status, body } = await server.send(`{"prompt":"a","${name}":${written}}`, face);
      expect(status).toBe(face === "completions" ? 422 : 400);
      expect(JSON.stringify(body)).toContain(name);
    }
  }
  expect(server.requests).toEqual([]);
});

test("texts that reach a server are well-formed, whatever the caller sends, streamed or not", async () => {
  await using server = await start("vllm");
  const text = fc.string({ unit: fc.constantFrom("a", "\ud83d", "\ude00", "😀") });
  await fc.assert(
    fc.asyncProperty(
      text,
      fc.boolean(),
      fc.constantFrom("completions" as const, "openai" as const),
      async (text, stream, face) => {
        const parts = { prompt: `x${text}`, stop: [`s${text}`], user: text, stream };
        const extra = { [`extra${text}`]: { [text]: [text] } };
        const response = await server.send(JSON.stringify({ ...parts, ...extra }), face);
        expect(response.status).toBe(200);
        const { text: sent = "" } = server.requests.at(-1) ?? {};
        expect(sent).not.toMatch(/\\ud[89a-f]/i);
        const whole = Buffer.from(text).toString();
        expect(JSON.parse(sent)).toMatchObject({ prompt: `x${whole}`, stop: [`s${whole}`], user: whole });
        expect(JSON.parse(sent)).toHaveProperty([`extra${whole}`], { [whole]: [whole] });
      },
    ),
    { numRuns: 30 },
  );
});
