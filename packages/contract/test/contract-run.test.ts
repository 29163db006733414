import { once } from "node:events";
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import { type Mock, startMock } from "@completions-api/mock";
import { startServer } from "@completions-api/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { completes, fails } from "../src/case-helpers/exchanges.ts";
import { ContractRun, type RunOptions } from "../src/contract-run.ts";
import { expectThat } from "../src/contract-violation.ts";
import { send, sendRequest } from "../src/http/send.ts";
import { type ContractCase, Inconclusive, type Target } from "../src/index.ts";
import { selectCases } from "../src/select-cases.ts";

const token = "abcde12345";
const facts = { id: "whale", title: "", covers: [] };
const asks: ContractCase = { ...facts, exchanges: [completes({ prompt: "The whale", max_tokens: 4 })] };

/** Begins a run whose cases need nothing, so that the server is not asked for its capabilities. */
const begin = (options: RunOptions) => ContractRun.begin(options, []);

let mock: Mock;
let target: Target;

beforeAll(async () => {
  mock = await startMock({ port: 0 });
  target = { baseUrl: mock.url, token, capabilities: [] };
});

afterAll(() => mock.close());

test("a result has each exchange, with the times of its pieces and without the token", async () => {
  using run = await begin({ target });
  const streams = { ...facts, exchanges: [completes({ prompt: token, max_tokens: 4, stream: true })] };
  const { exchanges, outcome } = await run.test(streams);
  expect(outcome).toBe("passed");
  const [exchange] = exchanges;
  expect(exchanges).toHaveLength(1);
  expect(exchange).toMatchObject({
    request: {
      method: "POST",
      url: expect.stringMatching(/^http:.*\/completions\?api-version=/),
      headers: expect.arrayContaining([["authorization", "Bearer ***"]]),
      body: '{"prompt":"***","max_tokens":4,"stream":true}',
    },
    response: {
      status: 200,
      headers: expect.arrayContaining([["content-type", expect.stringMatching(/^text\/event-stream/)]]),
    },
  });
  const pieces = exchange?.response?.pieces ?? [];
  const text = pieces.map((piece) => piece.text).join("");
  expect(text).toMatch(/^data: \{.*data: \[DONE\]\n\n$/s);
  const times = [exchange?.headAt, ...pieces.map(({ at }) => at), exchange?.durationMs];
  expect(times).toEqual([...times].sort((one, other) => Number(one) - Number(other)));
});

test("a stream that a case leaves has no error", async () => {
  using run = await begin({ target });
  const leaves: ContractCase = {
    ...facts,
    async run(target) {
      const response = await sendRequest(target, {
        body: { prompt: "The whale", max_tokens: 64, stream: true },
      });
      const reader = response.body?.getReader();
      await reader?.read();
      await reader?.cancel();
    },
  };
  const { exchanges } = await run.test(leaves);
  expect(exchanges[0]).toMatchObject({ response: { status: 200, pieces: [expect.anything()] } });
  expect(exchanges[0]).not.toHaveProperty("error");
  expect(exchanges[0]?.leftAt).toBeGreaterThan(0);
});

test("a failure does not quote the request, which is in the exchange", async () => {
  using run = await begin({ target });
  const refused = { ...facts, exchanges: [completes({ prompt: "The whale", top_p: 2 })] };
  const result = await run.test(refused);
  expect(result).toMatchObject({ outcome: "failed", reason: expect.stringContaining('"top_p":2') });
  expect(result).toMatchObject({ failure: { actual: expect.not.stringContaining('"top_p":2') } });
});

test("a broken recommendation is a warning", async () => {
  using run = await begin({ target });
  const fails = { ...asks, check: () => expectThat(false, "a ship", "a whale") };
  const failure = { expected: "a ship", actual: "a whale", exchange: 0 };
  expect(await run.test(fails)).toMatchObject({ outcome: "failed", failure });
  expect(await run.test({ ...fails, level: "should" })).toMatchObject({ outcome: "warned", failure });
});

test("a case whose verdicts differ has flipped", async () => {
  using run = await begin({ target, repeat: 4 });
  let times = 0;
  const flips = { ...facts, run: async () => expectThat(++times % 3 !== 0, "a ship", "a whale") };
  expect(await run.test(flips)).toMatchObject({
    outcome: "flipped",
    reason: "failed in 1 of 4 runs: expected a ship, got a whale",
    runs: 4,
    failures: 1,
  });
  const fails = { ...facts, run: async () => expectThat(false, "a ship", "a whale") };
  expect(await run.test(fails)).toMatchObject({ outcome: "failed" });
});

test("a case that compares texts runs again, alone, if it fails", async () => {
  using run = await begin({ target: { ...target, capabilities: ["greedy-repeats"] } });
  let others = 0;
  const seen: number[] = [];
  const compares: ContractCase = {
    ...facts,
    needs: ["greedy-repeats"],
    async run() {
      seen.push(others);
      expectThat(others === 0, "the same text", "another one, since other requests ran");
    },
  };
  const other: ContractCase = {
    ...facts,
    async run(target) {
      others += 1;
      await sendRequest(target, { body: { prompt: "The whale", max_tokens: 4 } });
      others -= 1;
    },
  };
  const [, { outcome }] = await Promise.all([run.test(other), run.test(compares)]);
  expect({ outcome, seen }).toEqual({ outcome: "passed", seen: [1, 0] });
});

test("a case that runs again may pass although its last request gets no response", async () => {
  await using server = await startServer(
    createServer((request, response) => (request.method === "GET" ? response.end() : request.destroy())),
  );
  using run = await begin({ target: { ...target, baseUrl: server.url, capabilities: ["greedy-repeats"] } });
  let times = 0;
  const loses: ContractCase = {
    ...facts,
    needs: ["greedy-repeats"],
    async run(target) {
      times += 1;
      const error = await sendRequest(target, { body: {} }).catch((error: unknown) => error);
      if (times === 1) throw error;
    },
  };
  expect(await run.test(loses)).toMatchObject({ outcome: "passed" });
});

test("a case may find that the answers decide nothing", async () => {
  using run = await begin({ target });
  const undecided = { ...facts, run: async () => Promise.reject(new Inconclusive("no text")) };
  expect(await run.test(undecided)).toMatchObject({ outcome: "inconclusive", reason: "no text" });
});

test("a run sends no more requests than it may", async () => {
  // The first finds out if the server can be reached.
  using run = await begin({ target, maxRequests: 2 });
  expect(await run.test(asks)).toMatchObject({ outcome: "passed" });
  expect(await run.test(asks)).toMatchObject({
    outcome: "inconclusive",
    reason: "the run may not send more than 2 requests",
    exchanges: [],
  });
});

test("a run uses no more tokens than it may, as the server counts them", async () => {
  using run = await begin({ target, maxTokens: 10 });
  // Two tokens of the prompt and four of the completion.
  expect(await run.test(asks)).toMatchObject({ outcome: "passed" });
  expect(run.budget.tokens).toBe(6);
  const asksMore = { ...facts, exchanges: [completes({ prompt: ["The", "The"], max_tokens: 3 })] };
  expect(await run.test(asksMore)).toMatchObject({
    outcome: "inconclusive",
    reason: "the run may not use more than 10 tokens",
  });
  expect(run.budget.tokens).toBe(6);
});

test("a request for more tokens than any model generates needs no budget", async () => {
  using run = await begin({ target, maxTokens: 10 });
  const asksTooMuch = {
    ...facts,
    exchanges: [fails({ body: { prompt: "a", max_tokens: 1e9 } }, { code: "context_length_exceeded" })],
  };
  expect(await run.test(asksTooMuch)).toMatchObject({ outcome: "passed" });
});

test("a case that ends the server fails, and those after it decide nothing until it is back", async () => {
  const ends = createServer((request, response) => {
    if (request.method === "GET") return response.end();
    ends.close();
    ends.closeAllConnections();
  });
  await using server = await startServer(ends);
  const restart = async () => {
    ends.listen(server.port, "127.0.0.1");
    await once(ends, "listening");
  };
  using run = await begin({ target: { ...target, baseUrl: server.url } });
  expect(await run.test({ ...asks, id: "storm", level: "should" })).toMatchObject({
    outcome: "failed",
    reason: expect.stringMatching(/^the server ended: /),
  });
  const after = { outcome: "inconclusive", reason: "the server ended during storm" };
  expect(await run.test(asks)).toMatchObject(after);
  // A case that runs again still is the one that ended it.
  expect(await run.test({ ...asks, id: "storm" })).toMatchObject({ outcome: "failed" });
  await restart();
  await run.test({ ...facts, run: async () => expectThat(false, "a ship", "a whale") });
  expect(await run.test({ ...asks, id: "next" })).toMatchObject({ outcome: "failed" });
  await restart();
  await run.test({ ...facts, run: async () => expectThat(false, "a ship", "a whale") });
  await server[Symbol.asyncDispose]();
  expect(await run.test({ ...asks, id: "notices" })).toMatchObject({
    outcome: "failed",
    reason: expect.stringMatching(/^the server had ended before, after another case: .*ECONNREFUSED/),
  });
  await restart();
});

test("what is known of a server overrides what it states", async () => {
  const needs = { ...asks, needs: ["prefer"] } as const;
  using run = await begin({ target: { ...target, capabilities: ["prefer"] } });
  expect(await run.test(needs)).toMatchObject({ outcome: "passed" });
  using other = await begin({
    target: { ...target, capabilities: ["prefer"] },
    known: { prefer: false },
  });
  expect(await other.test(needs)).toMatchObject({
    outcome: "not-applicable",
    reason: "the target lacks prefer",
  });
});

test.each([
  ["openai", { model: "moby-dick" }, { body: '{"model":"moby-dick","prompt":"a"}', deployment: undefined }],
  ["completions", { deployment: "d" }, { body: '{"prompt":"a"}', deployment: "d" }],
] as const)("on the face %s, each request has %j", async (face, names, expected) => {
  const received: object[] = [];
  await using server = await startServer(
    createServer(async (request, response) => {
      const body = (await buffer(request)).toString();
      if (body) received.push({ body, deployment: request.headers["azureml-model-deployment"] });
      response.end();
    }),
  );
  using run = await begin({ target: { ...target, ...names, face, baseUrl: server.url } });
  await run.test({ ...facts, exchanges: [completes({ prompt: "a" })] });
  expect(received).toEqual([expected]);
  const own = { prompt: "a", model: "other" };
  await run.test({ ...facts, exchanges: [completes(own, { "azureml-model-deployment": "e" })] });
  expect(received[1]).toEqual({ body: JSON.stringify(own), deployment: "e" });
});

test("a request is sent again if its connection closes, as an idle one may at any time", async () => {
  let left = 1;
  await using server = await startServer(
    createServer(({ method, socket }, response) => {
      if (method === "GET" || left === 0) return response.end("whale");
      left -= 1;
      return socket.destroy();
    }),
  );
  using run = await begin({ target: { baseUrl: server.url, capabilities: [] } });
  const asksOnce: ContractCase = { ...facts, run: async (target) => void (await send(target, {})) };
  expect(await run.test(asksOnce)).toMatchObject({
    outcome: "passed",
    exchanges: [{ error: "fetch failed: other side closed" }, { response: { status: 200 } }],
  });
  left = 2;
  expect(await run.test(asksOnce)).toMatchObject({
    outcome: "failed",
    reason: "fetch failed: other side closed",
  });
  expect(left).toBe(0);
});

test("cases about tokens decide nothing about a server for which none was given", async () => {
  using run = await begin({ target: { baseUrl: mock.url, capabilities: [] } });
  for (const id of ["token-missing", "token-scheme", "token-scheme-case"]) {
    const [contractCase] = selectCases("openai", { only: [id] });
    expect(contractCase && (await run.test(contractCase))).toMatchObject({
      outcome: "inconclusive",
      reason: "no token was given, so that the server may need none",
      exchanges: [],
    });
  }
});

test("a server that accepts what it must refuse is said to", async () => {
  await using server = await startServer(createServer((_request, response) => response.end("{}")));
  using run = await begin({ target: { baseUrl: server.url, capabilities: [] } });
  const [contractCase] = selectCases("completions", { only: ["invalid-json"] });
  expect(contractCase && (await run.test(contractCase))).toMatchObject({
    outcome: "failed",
    reason: "expected error invalid_json, got status 200",
  });
});
