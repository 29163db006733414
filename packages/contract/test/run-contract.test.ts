import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import type { ErrorCode } from "@completions-api/types";
import { expect, test } from "vitest";
import {
  type CaseResult,
  type CaseTarget,
  type ContractCase,
  type ContractOptions,
  contractCases,
  type Exchange,
  runContract,
  type Target,
  UnreachableTarget,
} from "../src/index.ts";

async function serve(listener: RequestListener): Promise<AsyncDisposable & { readonly target: Target }> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    target: { baseUrl, token: "abcde12345", capabilities: ["prefer"] },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await server[Symbol.asyncDispose]();
    },
  };
}

async function collect(options: ContractOptions): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  for await (const result of runContract(options)) results.push(result);
  return results;
}

const facts = { title: "", covers: [] };

test("results come in the order of the cases, with the reason where one failed or was skipped", async () => {
  await using server = await serve((_request, response) => response.end());
  const aShip = new AggregateError([new Error("a ship"), new Error("a boat")]);
  const cases: ContractCase[] = [
    { ...facts, id: "passes", run: async () => {} },
    {
      ...facts,
      id: "fails",
      run: async () => Promise.reject(new Error("a whale", { cause: aShip })),
    },
    { ...facts, id: "is-skipped", needs: ["prefer", "examples", "any-token"], run: async () => {} },
  ];
  const results = await collect({ target: server.target, cases });
  expect(results).toEqual([
    { id: "passes", title: "", outcome: "passed", durationMs: expect.any(Number) },
    {
      id: "fails",
      title: "",
      outcome: "failed",
      reason: "a whale: a ship; a boat",
      durationMs: expect.any(Number),
    },
    { id: "is-skipped", title: "", outcome: "skipped", reason: "the target lacks examples and any-token" },
  ]);
});

test("as many cases run at once as are asked for, and no more", async () => {
  await using server = await serve((_request, response) => response.end());
  let running = 0;
  const seen: number[] = [];
  const waiting: (() => void)[] = [];
  const cases = Array.from(
    { length: 9 },
    (_, index): ContractCase => ({
      ...facts,
      id: String(index),
      // Each third lets itself and the two before it go: with fewer at once the run would not end.
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
  const results = await collect({ target: server.target, cases, concurrency: 3 });
  expect(results.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual(cases.map(({ id }) => `${id} passed`));
  expect(Math.max(...seen)).toBe(3);
});

test("a case on a server that does not answer fails when its time is up", async () => {
  await using server = await serve(({ method }, response) => method === "GET" && response.end());
  const cases = contractCases.filter(({ id }) => id === "text-prompt");
  const [result] = await collect({ target: server.target, cases, timeout: 500 });
  expect(result).toMatchObject({ outcome: "failed", reason: "timed out" });
});

test("whoever stops iterating stops the cases that run", async () => {
  await using server = await serve((_request, response) => response.end());
  await new Promise<void>((stopped, failed) => {
    const waits = ({ signal }: CaseTarget) =>
      new Promise<void>(() => signal.addEventListener("abort", () => stopped()));
    const cases: ContractCase[] = [
      { ...facts, id: "first", run: async () => {} },
      { ...facts, id: "waits", run: waits },
    ];
    stopAfterFirst(runContract({ target: server.target, cases, concurrency: 2 })).catch(failed);
  });
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
  ["skipped", "parameter_not_supported", [wantsSeed]],
  ["failed", "parameter_not_supported", [wantsSeed, wrongSeed]],
  ["failed", "invalid_parameter", [wantsSeed]],
])("a case is %s where every request is refused as %s", async (outcome, code, exchanges) => {
  await using server = await serve((_request, response) => {
    response.writeHead(422, { "content-type": "application/json", "x-ms-error-code": code });
    const detail = { loc: ["body", "seed"], value: "7" };
    response.end(JSON.stringify({ status: 422, code, error: "No", message: "No seed.", detail }));
  });
  const cases: ContractCase[] = [{ ...facts, id: "seeds", exchanges }];
  const [result] = await collect({ target: server.target, cases });
  expect(result).toMatchObject({ outcome, reason: expect.stringContaining("No seed.") });
});

test("a reason never has the token in it", async () => {
  await using server = await serve((request, response) =>
    response.end(`<p>${request.headers.authorization}</p>`),
  );
  const results = await collect({ target: server.target });
  expect(results.some((result) => "reason" in result && result.reason.includes("<p>Bearer ***</p>"))).toBe(
    true,
  );
  expect(JSON.stringify(results)).not.toContain(server.target.token);
});

test("what answers bytes that are no HTTP is quoted as it is", async () => {
  // Node.js itself answers them: 400, and nothing else.
  await using server = await serve((_request, response) => response.end());
  const cases = contractCases.filter(({ id }) => id === "not-http");
  const [result] = await collect({ target: server.target, cases });
  expect(result).toMatchObject({ reason: expect.stringContaining("400, content-type none: an empty body") });
});

test("a token that is too short to be a secret leaves the reasons legible", async () => {
  await using server = await serve((_request, response) => response.end("<p>text</p>"));
  const cases = contractCases.filter(({ id }) => id === "usage");
  const [result] = await collect({ target: { ...server.target, token: "t" }, cases });
  expect(result).toMatchObject({ reason: expect.stringContaining("<p>text</p>") });
});

test("where nothing answers the run does not start", async () => {
  const server = await serve(() => {});
  await server[Symbol.asyncDispose]();
  await expect(collect({ target: server.target })).rejects.toThrow(UnreachableTarget);
});
