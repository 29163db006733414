import { createServer, type RequestListener } from "node:http";
import { startServer } from "@completions-api/testing";
import type { ErrorCode } from "@completions-api/types";
import { expect, test } from "vitest";
import { send } from "../src/http/send.ts";
import {
  type CaseResult,
  type CaseTarget,
  type ContractCase,
  contractCases,
  type Exchange,
  runContract,
  type Target,
  UnreachableTarget,
} from "../src/index.ts";
import { collectResults } from "./support/run-cases.ts";

async function serve(listener: RequestListener): Promise<AsyncDisposable & { readonly target: Target }> {
  const server = await startServer(createServer(listener));
  return { ...server, target: { baseUrl: server.url, token: "abcde12345", capabilities: ["prefer"] } };
}

const facts = { title: "", covers: [] };

test("yields results in the order of the cases, with the reason for each one that did not pass", async () => {
  await using server = await serve((_request, response) => response.end());
  const aShip = new AggregateError([new Error("a ship"), new Error("a boat")]);
  const cases: ContractCase[] = [
    { ...facts, id: "passes", run: async () => {} },
    {
      ...facts,
      id: "fails",
      run: async () => Promise.reject(new Error("a whale", { cause: aShip })),
    },
    { ...facts, id: "is-not-applicable", needs: ["prefer", "examples", "any-token"], run: async () => {} },
  ];
  const results = await collectResults({ target: server.target, cases });
  const result = { title: "", level: "must", exchanges: [], durationMs: expect.any(Number) };
  expect(results).toEqual([
    { ...result, id: "passes", outcome: "passed" },
    { ...result, id: "fails", outcome: "failed", reason: "a whale: a ship; a boat" },
    {
      ...result,
      id: "is-not-applicable",
      outcome: "not-applicable",
      reason: "the target lacks examples and any-token",
    },
  ]);
});

test("runs exactly the requested number of cases at once", async () => {
  await using server = await serve((_request, response) => response.end());
  let running = 0;
  const seen: number[] = [];
  const waiting: (() => void)[] = [];
  const cases = Array.from(
    { length: 9 },
    (_, index): ContractCase => ({
      ...facts,
      id: String(index),
      // Every third case releases itself and the two before it, so with fewer at once the run would not end.
      run: async () => {
        seen.push(++running);
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
          if (waiting.length === 3) for (const go of waiting.splice(0)) go();
        });
        running--;
      },
    }),
  );
  const results = await collectResults({ target: server.target, cases, concurrency: 3 });
  expect(results.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual(cases.map(({ id }) => `${id} passed`));
  expect(Math.max(...seen)).toBe(3);
});

test("a case that may stop the server runs alone, after all others", async () => {
  await using server = await serve((_request, response) => response.end());
  let running = 0;
  const most: [string, number][] = [];
  const cases = ["stops", "asks", "stops-too", "asks-too"].map(
    (id): ContractCase => ({
      ...{ ...facts, id, ...(id.startsWith("stops") && { runsLast: true }) },
      run: async (target) => {
        running += 1;
        await send(target, {});
        most.push([id, running]);
        await send(target, {});
        running -= 1;
      },
    }),
  );
  const results = await collectResults({ target: server.target, cases });
  expect(results.map(({ id }) => id)).toEqual(["asks", "asks-too", "stops", "stops-too"]);
  expect(most.slice(2)).toEqual([
    ["stops", 1],
    ["stops-too", 1],
  ]);
});

test("a case fails at its timeout if the server does not respond", async () => {
  await using server = await serve(({ method }, response) => method === "GET" && response.end());
  const cases = contractCases.filter(({ id }) => id === "text-prompt");
  const [result] = await collectResults({ target: server.target, cases, timeout: 500 });
  expect(result).toMatchObject({ outcome: "failed", reason: "timed out" });
});

test("ending the iteration aborts the running cases", async () => {
  await using server = await serve((_request, response) => response.end());
  const signal = await new Promise<AbortSignal>((stopped, failed) => {
    const waits = ({ signal }: CaseTarget) =>
      new Promise<void>(() => signal.addEventListener("abort", () => stopped(signal)));
    const cases: ContractCase[] = [
      { ...facts, id: "first", run: async () => {} },
      { ...facts, id: "waits", run: waits },
    ];
    stopAfterFirst(runContract({ target: server.target, cases, concurrency: 2 })).catch(failed);
  });
  expect(signal.aborted).toBe(true);
});

async function stopAfterFirst(results: AsyncIterable<CaseResult>): Promise<void> {
  for await (const { id } of results) {
    expect(id).toBe("first");
    break;
  }
}

const wantsSeed: Exchange = {
  request: { body: { prompt: "The whale", seed: 7 } },
  expect: { outcome: "completion" },
};
const wrongSeed: Exchange = {
  request: { body: { prompt: "The whale", seed: "7" } },
  expect: { outcome: "error", code: "invalid_parameter" },
};

test.each<[outcome: CaseResult["outcome"], code: ErrorCode, exchanges: Exchange[]]>([
  ["not-applicable", "parameter_not_supported", [wantsSeed]],
  ["failed", "parameter_not_supported", [wantsSeed, wrongSeed]],
  ["failed", "invalid_parameter", [wantsSeed]],
])("a case is %s if every request is refused as %s", async (outcome, code, exchanges) => {
  await using server = await serve((_request, response) => {
    response.writeHead(422, { "content-type": "application/json", "x-ms-error-code": code });
    const detail = { loc: ["body", "seed"], value: "7" };
    response.end(JSON.stringify({ status: 422, code, error: "No", message: "No seed.", detail }));
  });
  const cases: ContractCase[] = [{ ...facts, id: "seeds", exchanges }];
  const [result] = await collectResults({ target: server.target, cases });
  expect(result).toMatchObject({ outcome, reason: expect.stringContaining("No seed") });
});

test("a case is not applicable if OpenAI's clients are refused a parameter as unsupported_parameter", async () => {
  await using server = await serve((_request, response) => {
    const error = { message: "No seed.", type: "invalid_request_error", param: "seed" };
    response.writeHead(400, { "content-type": "application/json" });
    response.end(JSON.stringify({ error: { ...error, code: "unsupported_parameter" } }));
  });
  const cases: ContractCase[] = [{ ...facts, id: "seeds", exchanges: [wantsSeed] }];
  const [result] = await collectResults({ target: { ...server.target, face: "openai" }, cases });
  expect(result).toMatchObject({ outcome: "not-applicable", reason: "No seed." });
});

test("a reason never contains the token", async () => {
  await using server = await serve((request, response) =>
    response.end(`<p>${request.headers.authorization}</p>`),
  );
  const results = await collectResults({ target: server.target });
  expect(results.some((result) => "reason" in result && result.reason.includes("<p>Bearer ***</p>"))).toBe(
    true,
  );
  expect(JSON.stringify(results)).not.toContain(server.target.token);
});

test("quotes a response to bytes that are not HTTP", async () => {
  // Node.js itself responds: a 400 without a body.
  await using server = await serve((_request, response) => response.end());
  const cases = contractCases.filter(({ id }) => id === "not-http");
  const [result] = await collectResults({ target: server.target, cases });
  expect(result).toMatchObject({ reason: expect.stringContaining("400, content-type none: an empty body") });
});

test("a token too short to be a secret is not masked in reasons", async () => {
  await using server = await serve((_request, response) => response.end("<p>text</p>"));
  const cases = contractCases.filter(({ id }) => id === "usage");
  const [result] = await collectResults({ target: { ...server.target, token: "t" }, cases });
  expect(result).toMatchObject({ reason: expect.stringContaining("<p>text</p>") });
});

test("rejects if no server responds", async () => {
  const server = await serve(() => {});
  await server[Symbol.asyncDispose]();
  await expect(collectResults({ target: server.target })).rejects.toThrow(UnreachableTarget);
});

test.each([
  ["a case that is late because of the others runs again alone", 4, "passed", 8],
  ["a server that answers nothing is not asked everything twice", 1000, "failed", 7],
] as const)("%s", async (_, unanswered, outcome, expectedRequests) => {
  let requests = 0;
  await using server = await serve((request, response) => {
    if (request.method === "GET") return response.end();
    requests += 1;
    return requests <= unanswered ? undefined : response.end();
  });
  const cases = Array.from(
    { length: 4 },
    (_, index): ContractCase => ({
      ...facts,
      id: String(index),
      run: async (target) => void (await send(target, { body: "{}" })),
    }),
  );
  const results = await collectResults({ target: server.target, cases, timeout: 300 });
  expect(results.map((result) => [result.id, result.outcome])).toEqual(
    ["0", "1", "2", "3"].map((id) => [id, outcome]),
  );
  expect(requests).toBe(expectedRequests);
});
