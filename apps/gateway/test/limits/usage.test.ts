import { expect, test } from "vitest";
import { ApiKeys, createApiKey } from "../../src/auth/api-keys.ts";
import { createAuthenticate } from "../../src/auth/authenticate.ts";
import type { Ledger } from "../../src/limits/ledger.ts";
import { MemoryLedger } from "../../src/limits/memory-ledger.ts";
import { createRateLimiter } from "../../src/limits/rate-limiter.ts";
import { ask, startTestGateway } from "../support/start-gateway.ts";

const limits = { requestsPerMinute: 2, tokensPerMonth: 1000 };
const teams = { research: { limits: { requestsPerDay: 3 } } };

/** Starts a gateway with two callers of a team, and one without. */
async function start(ledger: Ledger = new MemoryLedger()) {
  const [one, two, alone] = ["one", "two", "alone"].map(createApiKey) as [Created, Created, Created];
  const ofTeam = [one, two].map(({ entry }) => ({ ...entry, limits, team: "research" }));
  const keys = new ApiKeys([...ofTeam, alone.entry]);
  const limiter = createRateLimiter({ teams, ledger });
  const gateway = await startTestGateway({
    authenticate: createAuthenticate(keys, []),
    rateLimiter: limiter,
    usage: limiter,
  });
  return { gateway, one: authorize(one), two: authorize(two), alone: authorize(alone) };
}

type Created = ReturnType<typeof createApiKey>;

function authorize({ key }: Created): RequestInit {
  return { headers: { authorization: `Bearer ${key}` } };
}

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

test.each(["/usage", "/v1/usage"])("%s says what a caller and its team have used", async (path) => {
  const { gateway, one, two, alone } = await start();
  await using _ = gateway;
  const { usage } = Object(await (await ask(gateway, { prompt: "Hi", max_tokens: 5 }, one)).json());
  const response = await fetch(gateway.url + path, one);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(response.headers.get("cache-control")).toBe("no-store");
  const report = Object(await response.json());
  expect(report).toEqual({
    caller: {
      name: "one",
      limits: {
        requestsPerMinute: { limit: 2, used: 1, remaining: 1, resets: expect.stringMatching(time) },
        tokensPerMonth: {
          limit: 1000,
          used: usage.total_tokens,
          remaining: 1000 - usage.total_tokens,
          resets: expect.stringMatching(/^\d{4}-\d\d-01T00:00:00\.000Z$/),
        },
      },
    },
    team: {
      name: "research",
      limits: {
        requestsPerDay: {
          limit: 3,
          used: 1,
          remaining: 2,
          resets: expect.stringMatching(/T00:00:00\.000Z$/),
        },
      },
    },
  });
  const untilReset = Date.parse(report.caller.limits.requestsPerMinute.resets) - Date.now();
  expect(untilReset).toBeGreaterThan(0);
  expect(untilReset).toBeLessThanOrEqual(60_000);

  // Reading is free, and shows the caller's own figures and those of the team as a whole.
  const other = await (await fetch(gateway.url + path, two)).text();
  expect(JSON.parse(other)).toMatchObject({
    caller: { name: "two", limits: { requestsPerMinute: { used: 0 }, tokensPerMonth: { used: 0 } } },
    team: { limits: { requestsPerDay: { used: 1 } } },
  });
  expect(other).not.toContain("one");
  expect(await (await fetch(gateway.url + path, alone)).json()).toEqual({
    caller: { name: "alone", limits: {} },
  });
});

test("usage needs a token, and GET or HEAD", async () => {
  const { gateway, one } = await start();
  await using _ = gateway;
  for (const path of ["/usage", "/v1/usage"]) {
    expect((await fetch(gateway.url + path)).status).toBe(401);
    const posted = await fetch(gateway.url + path, { ...one, method: "POST" });
    expect([posted.status, posted.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    const head = await fetch(gateway.url + path, { ...one, method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
  }
});

test("usage that cannot be read is a 503", async () => {
  const broken = new MemoryLedger();
  const ledger: Ledger = {
    take: (charges) => broken.take(charges),
    correct: (corrections) => broken.correct(corrections),
    read: () => Promise.reject(new Error("It is gone.")),
    [Symbol.dispose]() {},
  };
  const { gateway, one } = await start(ledger);
  await using _ = gateway;
  const response = await fetch(`${gateway.url}/usage`, one);
  expect(response.status).toBe(503);
  expect(response.headers.get("retry-after")).toBe("1");
});

test("a 429 names the budget on both faces", async () => {
  const { gateway, one, two } = await start();
  await using _ = gateway;
  for (const caller of [one, two, one])
    expect((await ask(gateway, { prompt: "Hi" }, caller)).status).toBe(200);
  const refused = await ask(gateway, { prompt: "Hi" }, two);
  expect(refused.status).toBe(429);
  expect(await refused.json()).toMatchObject({ error: "The team's limit of requests per day is exceeded" });
  const wait = Number(refused.headers.get("retry-after"));
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(86_400);
  // It was not counted against the caller's own limit.
  expect(refused.headers.get("x-ratelimit-remaining-requests")).toBe("1");
  const openai = await ask(gateway, { prompt: "Hi" }, two, "/v1/completions");
  expect(openai.status).toBe(429);
  expect(await openai.json()).toMatchObject({
    error: {
      message: expect.stringMatching(/^The team's limit of requests per day is exceeded/),
      code: "rate_limit_exceeded",
    },
  });
});

test("an expired key gets a 401 that says so on both faces, and others still the usual one", async () => {
  const { key, entry } = createApiKey("old");
  const records: unknown[] = [];
  await using gateway = await startTestGateway({
    authenticate: createAuthenticate(new ApiKeys([{ ...entry, expires: "2020-01-31" }]), []),
    observe: ({ status, failure }) => records.push([status, String(failure)]),
  });
  const send = (token: string, path?: string) =>
    ask(gateway, { prompt: "Hi" }, { headers: { authorization: `Bearer ${token}` } }, path);
  const error = "The API key expired at 2020-02-01T00:00:00.000Z";
  const response = await send(key);
  expect(response.status).toBe(401);
  expect(response.headers.get("www-authenticate")).toBe("Bearer");
  expect(await response.json()).toMatchObject({
    error,
    message: `${error}. Ask the server's operator for a new one.`,
  });
  expect(await (await send(key, "/v1/completions")).json()).toMatchObject({
    error: { message: expect.stringContaining(error), code: "invalid_api_key" },
  });
  expect(await (await send(`${key}x`)).text()).not.toContain("expired at");
  expect(records[0]).toEqual([401, "Error: The key of old has expired."]);
});
