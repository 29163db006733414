import { createServer } from "node:http";
import { type Mock, startMock } from "@completions-api/mock";
import { startServer } from "@completions-api/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Alteration } from "../mutants/src/proxy/alteration.ts";
import { type AlteringProxy, startProxy } from "../mutants/src/proxy/altering-proxy.ts";
import { type FaceName, type FuzzOptions, type FuzzProgress, type FuzzResult, fuzz } from "../src/index.ts";
import { baseUrlOf } from "./support/run-cases.ts";
import { startPrism } from "./support/start-prism.ts";

let mock: Mock;
let proxy: AlteringProxy;
beforeAll(async () => {
  mock = await startMock({ port: 0 });
  proxy = await startProxy(mock.url);
});
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  await mock.close();
});

function fuzzServer(
  { url }: { readonly url: string },
  { face = "completions", ...options }: Partial<FuzzOptions> & { readonly face?: FaceName } = {},
): Promise<FuzzResult> {
  const target = { baseUrl: baseUrlOf(url, face), face, token: "abcde12345" };
  return fuzz({ target, seed: 1, runs: 2000, ...options });
}

/** The body of the smallest request that was found. */
function smallestBody({ failure }: FuzzResult): string | undefined {
  return failure?.result.exchanges.at(-1)?.request.body;
}

/** A server that fails when the body of a request matches. */
function failsAt(pattern: RegExp): Alteration {
  return {
    response: (response, { body }) =>
      // The proxy has bodies as one character for each byte.
      pattern.test(Buffer.from(body, "latin1").toString())
        ? { ...response, status: 500, body: "IndexError: list index out of range" }
        : response,
  };
}

function reads(pattern: RegExp, replacement: string): Alteration {
  return { request: (request) => ({ ...request, body: request.body.replace(pattern, replacement) }) };
}

const smallestPrompt = String.raw`(""|\[""\]|\[0\]|\[\[0\]\])`;

interface Planted {
  readonly fault: string;
  readonly face: FaceName;
  readonly alteration: Alteration;
  /** Matches the body of the smallest request that shows the fault. */
  readonly smallest: RegExp;
  readonly says: RegExp;
}

const planted: readonly Planted[] = [
  {
    fault: "fails at an emoji",
    face: "completions",
    alteration: failsAt(/🐋|\\ud83d\\udc0b/),
    smallest: /^\{"prompt":\[?"🐋"\]?,"max_tokens":1\}$/,
    says: /^expected a JSON body, got 500/,
  },
  {
    fault: "accepts a temperature just above its maximum",
    face: "openai",
    alteration: reads(/"temperature": ?2\.0000\d*/, '"temperature":2'),
    smallest: new RegExp(`^\\{"prompt":${smallestPrompt},"max_tokens":1,"temperature":2\\.000002\\}$`),
    says: /^expected error invalid_value at body\.temperature, got status 200/,
  },
  {
    fault: "fails at an empty list of prompts",
    face: "openai",
    alteration: failsAt(/"prompt": ?\[\]/),
    smallest: /^\{"prompt":\[\],"max_tokens":1\}$/,
    says: /^expected a JSON body, got 500/,
  },
  {
    fault: "names another parameter than the wrong one",
    face: "completions",
    alteration: {
      response: (response) => ({
        ...response,
        body: response.body.replace('"body","top_p"', '"body","seed"'),
      }),
    },
    smallest: new RegExp(`^\\{"prompt":${smallestPrompt},.*"top_p":.*\\}$`),
    says: /^expected error invalid_parameter at body\.top_p, got \{/,
  },
  {
    fault: "ignores a stop sequence",
    face: "completions",
    alteration: reads(/"stop": ?"[^"\\]+"/, '"stop":null'),
    // Without a seed, the text differs each time, so that a smaller request may pass by chance.
    smallest: /^\{"prompt":(?=.*"stop":"[^"]").{10,60}\}$/,
    says: /^expected text without the stop sequence/,
  },
];

test.each(planted)("finds a server that $fault, and the smallest request that shows it", async (row) => {
  const { face, alteration, smallest, says } = row;
  proxy.alteration = alteration;
  const result = await fuzzServer(proxy, { face });
  expect(result.failure?.result.reason).toMatch(says);
  expect(smallestBody(result)).toMatch(smallest);
});

test.each(["completions", "openai"] as const)(
  "the mock follows the contract of the face %s",
  async (face) => {
    const { failure, ...result } = await fuzzServer(mock, { face, runs: 300 });
    expect(failure?.result.reason).toBeUndefined();
    expect(result).toEqual({ seed: 1, requests: 300 });
  },
);

test("the seed and the path repeat the smallest request, and nothing before it", async () => {
  proxy.alteration = failsAt(/🐋|\\ud83d\\udc0b/);
  const first = await fuzzServer(proxy);
  const again = await fuzzServer(proxy, { path: first.failure?.path ?? "" });
  expect(smallestBody(again)).toBe(smallestBody(first));
  expect(again.requests).toBeLessThan(first.requests);
});

test("the same seed sends the same requests", async () => {
  const bodies: string[][] = [[], []];
  for (const sent of bodies) {
    proxy.alteration = {
      request: (request) => {
        sent.push(request.body);
        return request;
      },
    };
    await fuzzServer(proxy, { runs: 50 });
  }
  expect(bodies[0]).not.toHaveLength(0);
  expect(bodies[1]).toEqual(bodies[0]);
});

test("stops when the budget is spent", async () => {
  const { requests, stopped, failure } = await fuzzServer(mock, { maxRequests: 20 });
  // The first of the 20 finds out if the server responds.
  expect({ requests, failure }).toEqual({ requests: 19, failure: undefined });
  expect(stopped).toBe("the run may not send more than 20 requests");
});

test("stops when it is told to, even in the middle of a request", async () => {
  const stop = new AbortController();
  let sent = 0;
  await using server = await startServer(
    createServer((request, response) => {
      if (request.method === "GET") return void response.end();
      sent += 1;
      stop.abort();
    }),
  );
  const result = await fuzzServer(server, { signal: stop.signal });
  expect(result).toEqual({ seed: 1, requests: 0, stopped: "the run was stopped" });
  expect(sent).toBe(1);
});

test("a server that ends is found, and not asked again", async () => {
  const server = await startServer(
    createServer((request, response) => {
      if (request.method === "GET") return void response.end();
      request.destroy();
      void server[Symbol.asyncDispose]();
    }),
  );
  const { failure, stopped, requests } = await fuzzServer(server);
  // The reason is that of the first attempt: the second was refused.
  expect(failure?.result.reason).toMatch(/^(the server ended: )?fetch failed: (?!.*ECONNREFUSED)/);
  expect(failure?.result.exchanges).toMatchObject([
    { error: expect.not.stringContaining("ECONNREFUSED") },
    { error: expect.stringContaining("ECONNREFUSED") },
  ]);
  expect({ stopped, requests }).toEqual({ stopped: "the server accepts no more connections", requests: 1 });
});

// Prism reads a request's media types with a parser that throws, and nothing catches it.
test("a request that ends Prism is found", async () => {
  await using prism = await startPrism();
  const { failure, stopped } = await fuzzServer(prism, {
    seed: 4,
    // It never responds to invalid JSON.
    timeout: 1000,
    isKnown: ({ reason }) => !reason.includes("fetch failed"),
  });
  expect(stopped).toBe("the server accepts no more connections");
  expect(failure?.result.exchanges[0]?.request.headers).toContainEqual(["accept", ";"]);
  expect(prism.stderr).toContain("TypeError: invalid media type");
});

test("known failures do not end a run", async () => {
  proxy.alteration = failsAt(/"prompt"/);
  const { failure, requests } = await fuzzServer(proxy, {
    runs: 50,
    isKnown: ({ reason }) => reason.includes("IndexError"),
  });
  expect({ failure, requests }).toEqual({ failure: undefined, requests: 50 });
});

test("a server that does not respond in time is found", async () => {
  await using server = await startServer(
    createServer((request, response) => {
      if (request.method === "GET") response.end();
    }),
  );
  const { failure } = await fuzzServer(server, { runs: 1, timeout: 50 });
  expect(failure?.result.reason).toBe("timed out");
});

test("waits as long as a 429 says, and sends the request again", async () => {
  let attempts = 0;
  proxy.alteration = {
    response: (response, { method }) => {
      attempts += Number(method === "POST");
      if (attempts !== 1) return response;
      return { status: 429, headers: { "retry-after": "1" }, body: "" };
    },
  };
  const start = performance.now();
  const { failure, requests } = await fuzzServer(proxy, { runs: 1 });
  expect({ failure, requests, attempts }).toEqual({ failure: undefined, requests: 1, attempts: 2 });
  expect(performance.now() - start).toBeGreaterThan(900);
});

test("reports its progress, and that it shrinks", async () => {
  proxy.alteration = failsAt(/"prompt"/);
  const progress: FuzzProgress[] = [];
  await fuzzServer(proxy, { onProgress: (now) => progress.push(now) });
  expect(progress.map(({ requests }) => requests)).toEqual(progress.map((_, index) => index + 1));
  expect(progress.at(-1)).toMatchObject({ isShrinking: true });
});
