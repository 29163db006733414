import { createServer, type IncomingHttpHeaders } from "node:http";
import { text } from "node:stream/consumers";
import { type Mock, startMock } from "@completions-api/mock";
import { type RunningServer, startServer } from "@completions-api/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Alteration } from "../mutants/src/proxy/alteration.ts";
import {
  chooses,
  completes,
  failsWithHeader,
  ignoresParameter,
  takesBody,
} from "../mutants/src/proxy/alterations.ts";
import { startProxy } from "../mutants/src/proxy/altering-proxy.ts";
import { Budget, type BudgetOptions } from "../src/budget.ts";
import { findCapabilities } from "../src/capabilities/find-capabilities.ts";
import type { Capability, FaceName, FoundCapability } from "../src/index.ts";
import { capabilityNames } from "../src/target.ts";
import { baseUrlOf } from "./support/run-cases.ts";

const token = "abcde12345";

let mock: Mock;

beforeAll(async () => {
  mock = await startMock({ port: 0 });
});

afterAll(() => mock.close());

interface AskOptions extends BudgetOptions {
  readonly face?: FaceName;
  readonly budget?: Budget;
  readonly timeout?: number;
  readonly signal?: AbortSignal;
}

type Found = Partial<Record<Capability, Pick<FoundCapability, "found" | "evidence">>>;

async function ask(url: string, options: AskOptions = {}): Promise<Found> {
  const { face = "openai", budget = new Budget({}), timeout = 20_000, signal } = options;
  const target = { baseUrl: baseUrlOf(url, face), face, token };
  const found = await findCapabilities({
    ...{ target, budget, timeout, wanted: capabilityNames },
    signal: signal ?? new AbortController().signal,
  });
  return Object.fromEntries(found.map(({ capability, ...finding }) => [capability, finding]));
}

function valuesOf(found: Found): Record<string, boolean | undefined> {
  return Object.fromEntries(Object.entries(found).map(([name, { found }]) => [name, found]));
}

const ofMock = {
  "greedy-repeats": true,
  "seeds-repeat": true,
  fingerprint: true,
  "several-prompts": true,
  "token-prompts": true,
  "any-token": true,
  "known-tokens": false,
  prefer: true,
  examples: true,
};

test.each([
  ["completions", ofMock],
  ["openai", { ...ofMock, logprobs: true }],
] as const)("the capabilities of the mock on the face %s, with few requests", async (face, expected) => {
  const budget = new Budget({});
  expect(valuesOf(await ask(mock.url, { face, budget }))).toEqual(expected);
  expect(budget.requests).toBeLessThanOrEqual(17);
  expect(budget.tokens).toBeLessThan(300);
});

// Each of these servers breaks the contract. A case can only show that if the server counts as capable.
test.each<[string, Alteration, Capability, boolean, RegExp]>([
  [
    "ignores temperature",
    ignoresParameter("temperature"),
    "greedy-repeats",
    true,
    /^temperature 0 gave .*, although a seed repeats its text: the server does not sample greedily$/,
  ],
  [
    "always uses the same seed",
    takesBody((body) => ({ ...body, seed: 1 })),
    "seeds-repeat",
    true,
    /, but the seed 8 did so too$/,
  ],
  [
    "picks its own seed",
    ignoresParameter("seed"),
    "seeds-repeat",
    false,
    /^the seed 7 gave two different texts, ".+" and ".+"$/,
  ],
  [
    "gives one answer to several prompts",
    completes(({ choices, ...completion }) => ({ ...completion, choices: choices.slice(0, 1) })),
    "several-prompts",
    true,
    /^status 200 with 1 of 2 choices$/,
  ],
  ["has no logprobs", chooses(() => ({ logprobs: null })), "logprobs", true, /^status 200 with no logprobs$/],
  [
    "has a fingerprint in streams only",
    completes(({ system_fingerprint: _hidden, ...completion }) => completion),
    "fingerprint",
    true,
    /^"system_fingerprint":"fp_/,
  ],
  [
    "has a 418 in place of the 429",
    {
      response: (response) =>
        response.status === 429 ? { ...response, status: 418, headers: {} } : response,
    },
    "prefer",
    true,
    /code=503/,
  ],
  [
    "asks to wait longer than it should prefer",
    failsWithHeader("retry-after", "60"),
    "prefer",
    true,
    /code=429/,
  ],
  [
    "refuses an unknown token with a 400",
    {
      response: (response, { headers }) =>
        headers.authorization === `Bearer ${token}` ? response : { ...response, status: 400, body: "{}" },
    },
    "known-tokens",
    true,
    /: status 400: \{\}$/,
  ],
  [
    "gives all completions the same id",
    completes((completion) => ({ ...completion, id: "whale" })),
    "examples",
    true,
    /got the example's response$/,
  ],
])("a server that %s", async (_, alteration, capability, found, evidence) => {
  await using proxy = await startProxy(mock.url);
  proxy.alteration = alteration;
  const { [capability]: finding } = await ask(proxy.url);
  expect(finding).toEqual({ found, evidence: expect.stringMatching(evidence) });
});

type Body = Record<string, unknown>;
type Reply = readonly [status: number, body: object, headers?: Record<string, string>];

/** A server of which only the differences matter: by default it completes each prompt with the same text. */
function serve(
  reply: (body: Body, headers: IncomingHttpHeaders) => Reply | undefined,
): Promise<RunningServer> {
  const server = createServer(async (request, response) => {
    const body: Body = JSON.parse(await text(request));
    const whale = { choices: [{ index: 0, text: " and the whale swam on and on and on." }] };
    const [status, json, headers] = reply(body, request.headers) ?? [200, whale];
    response.writeHead(status, headers).end(JSON.stringify(json));
  });
  return startServer(server);
}

const errorOf = (message: string, code: unknown = null) => ({ error: { message, code } });

describe.each<[string, Reply, found: boolean | undefined]>([
  ["by the contract's code", [422, { code: "parameter_not_supported", message: "No." }], false],
  ["by the code for OpenAI's clients", [400, errorOf("No.", "unsupported_parameter")], false],
  [
    "by its name",
    [400, errorOf("Unrecognized request argument supplied: seed, logprobs, prompt", 400)],
    false,
  ],
  ["by its place", [422, { detail: [{ loc: ["seed", "logprobs", "prompt"] }] }], false],
  ["as not implemented", [501, errorOf("Later.")], false],
  [
    "as invalid, with a code of the contract",
    [400, errorOf("seed, logprobs, prompt?", "invalid_value")],
    true,
  ],
  ["without a reason", [400, errorOf("Bad request")], true],
  ["by failing", [500, errorOf("list has no attribute strip")], true],
  ["by being busy", [503, errorOf("seed, logprobs, prompt: later")], undefined],
])("a server that refuses a parameter %s", (_, reply, found) => {
  test.each([
    ["seeds-repeat", (body: Body) => "seed" in body],
    ["logprobs", (body: Body) => "logprobs" in body],
    ["several-prompts", ({ prompt }: Body) => Array.isArray(prompt) && typeof prompt[0] === "string"],
    ["token-prompts", ({ prompt }: Body) => Array.isArray(prompt) && typeof prompt[0] === "number"],
  ] as const)("%s", async (capability, refuses) => {
    await using server = await serve((body) => (refuses(body) ? reply : undefined));
    expect((await ask(server.url))[capability]?.found).toBe(found);
  });
});

test("texts that differ a little from request to request, as rounding errors do", async () => {
  let count = 0;
  const texts = ["A whale swam on and on.", "A whale swam home.", "A ship"];
  await using server = await serve(({ temperature }) => [
    200,
    { choices: [{ text: temperature === 0 ? texts[count++ % 3] : crypto.randomUUID() }] },
  ]);
  const found = await ask(server.url);
  expect(found["greedy-repeats"]).toEqual({
    found: false,
    evidence: expect.stringMatching(/^temperature 0 gave two different texts, "A .+" and "A .+"$/),
  });
  expect(found["seeds-repeat"]?.found).toBe(false);
});

test("a server that ignores temperature and seed", async () => {
  await using server = await serve(() => [200, { choices: [{ text: crypto.randomUUID() }] }]);
  const found = await ask(server.url);
  expect(found["greedy-repeats"]).toEqual({
    found: true,
    evidence: expect.stringMatching(/Of 6 texts, 6 begin differently: the server does not sample greedily$/),
  });
  expect(found["seeds-repeat"]?.found).toBe(false);
});

test("a text that is too short to tell, and a server without the mock's features", async () => {
  await using server = await serve(() => [200, { choices: [{ text: "whale" }] }]);
  const found = await ask(server.url);
  expect(valuesOf(found)).toEqual({
    ...{ "greedy-repeats": true, "seeds-repeat": undefined, fingerprint: false, "several-prompts": true },
    ...{ "token-prompts": true, logprobs: true, "any-token": true, "known-tokens": false },
    ...{ prefer: false, examples: false },
  });
  expect(found["seeds-repeat"]?.evidence).toMatch(/"whale", which is too short to tell$/);
});

test("a busy server does not obey Prefer because it has the status that it should prefer", async () => {
  await using server = await serve((_, { prefer }) =>
    prefer ? [503, {}, { "retry-after": "1" }] : undefined,
  );
  expect((await ask(server.url)).prefer?.found).toBeUndefined();
});

test("a server that is busy when it gets an unknown token, and repeats statuses as codes", async () => {
  await using server = await serve((_, { authorization }) =>
    authorization === `Bearer ${token}` ? undefined : [429, errorOf("Later.", "429")],
  );
  expect((await ask(server.url))["known-tokens"]).toEqual({
    found: undefined,
    evidence: "with a token that it cannot know: status 429: Later.",
  });
});

test("a fingerprint that is null is none", async () => {
  await using server = await serve(() => [200, { system_fingerprint: null, choices: [] }]);
  expect((await ask(server.url)).fingerprint?.found).toBe(false);
});

test("a server that knows its tokens", async () => {
  await using server = await serve((_, { authorization }) =>
    authorization === `Bearer ${token}` ? undefined : [401, errorOf("Who are you?")],
  );
  const found = await ask(server.url);
  expect(found["any-token"]).toEqual({
    found: false,
    evidence: "with a token that it cannot know: status 401: Who are you?",
  });
  expect(found["known-tokens"]?.found).toBe(true);
});

describe("nothing is known of a server, and the reason is given,", () => {
  const expectUnknown = (found: Found, reason: string) => {
    for (const finding of Object.values(found))
      expect(finding).toEqual({ found: undefined, evidence: expect.stringContaining(reason) });
  };

  test.each<[string, Reply]>([
    ["status 401: Not ***.", [401, errorOf(`Not ${token}.`)]],
    ["status 429: Later.", [429, { detail: "Later." }]],
    ["status 500", [500, {}]],
    ["status 302", [302, {}, { location: "/v2" }]],
    ["status 404", [404, {}]],
  ])("if every answer is %s", async (reason, reply) => {
    await using server = await serve(() => reply);
    expectUnknown(await ask(server.url), reason);
  });

  test("if it cannot be reached", async () => {
    const server = await serve(() => undefined);
    await server[Symbol.asyncDispose]();
    expectUnknown(await ask(server.url), "no answer (fetch failed: connect ECONNREFUSED");
  });

  test("if it does not answer in time", async () => {
    await using server = await startServer(createServer(() => {}));
    expectUnknown(await ask(server.url, { timeout: 20 }), "no answer (timed out)");
  });

  test("if the run ends", async () => {
    await using server = await startServer(createServer(() => {}));
    const signal = AbortSignal.abort(new Error("The run ended."));
    expectUnknown(await ask(server.url, { signal }), "The run ended.");
  });

  test("if the budget is spent", async () => {
    expectUnknown(await ask(mock.url, { budget: new Budget({ maxRequests: 0 }) }), "more than 0 requests");
  });
});

test("asks at most four questions at once", async () => {
  const waiting: (() => void)[] = [];
  const seen: number[] = [];
  const server = createServer(async (request, response) => {
    // By the time that this request has arrived, all that were sent before it have, too.
    if (request.method === "GET") {
      seen.push(waiting.length);
      for (const answer of waiting.splice(0)) answer();
      return response.end();
    }
    waiting.push(() => response.end("{}"));
    if (waiting.length === 1) await (await fetch(running.url)).text();
  });
  await using running = await startServer(server);
  await ask(running.url);
  expect(Math.max(...seen)).toBe(4);
});

test("asks again, alone, what a server that answers one question at a time was too slow for", async () => {
  let isBusy = false;
  const server = createServer(async (request, response) => {
    // The others would wait for longer than the time limit.
    if (isBusy) return;
    isBusy = true;
    const body = await text(request);
    const answer = await fetch(`${mock.url}${request.url}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body,
    });
    response.writeHead(answer.status, { "content-type": "application/json" });
    response.end(await answer.text());
    isBusy = false;
  });
  await using running = await startServer(server);
  const wanted = ["fingerprint", "several-prompts", "token-prompts", "logprobs"] as const;
  const found = await findCapabilities({
    target: { baseUrl: `${running.url}/v1`, face: "openai", token },
    ...{ budget: new Budget({}), timeout: 800, wanted, signal: new AbortController().signal },
  });
  expect(found.map(({ capability, found }) => [capability, found])).toEqual(
    wanted.map((name) => [name, true]),
  );
});

test("asks one question alone if a server answers none in time", async () => {
  let requests = 0;
  await using server = await startServer(
    createServer(() => {
      requests += 1;
    }),
  );
  const budget = new Budget({});
  const found = await ask(server.url, { budget, timeout: 100 });
  expect(Object.values(found).every(({ found }) => found === undefined)).toBe(true);
  expect(requests).toBe(budget.requests);
  const all = new Budget({});
  await ask(mock.url, { budget: all });
  expect(requests).toBeLessThanOrEqual(all.requests + 1);
});

test("asks only for what is wanted", async () => {
  const budget = new Budget({});
  const target = { baseUrl: mock.url, face: "completions", token } as const;
  const found = await findCapabilities({
    ...{ target, budget, timeout: 10_000, wanted: ["any-token"] },
    signal: new AbortController().signal,
  });
  expect(found.map(({ capability }) => capability)).toEqual(["any-token"]);
  expect(budget.requests).toBeLessThanOrEqual(2);
});
