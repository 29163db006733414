import { otherError, tooManyRequests } from "@completions-api/protocol";
import { expect, test } from "vitest";
import type { Generate } from "../../src/backends/backend.ts";
import { createTermFilter } from "../../src/content-filter/term-filter.ts";
import type { RateLimiter } from "../../src/limits/rate-limiter.ts";
import { chargeTokens } from "../../src/resilience/charge-tokens.ts";
import { generateOf, last, text } from "../support/deltas.ts";
import { ask, deploymentOf, startTestGateway, token } from "../support/start-gateway.ts";
import { whenAborted } from "../support/when-aborted.ts";

/** A rate limiter that admits everything and records reserved and used tokens. */
class Ledger implements RateLimiter {
  readonly reserved: number[] = [];
  readonly used: number[] = [];
  readonly settled: PromiseWithResolvers<void> = Promise.withResolvers();

  countRequest(): undefined {}

  async reserveTokens(_caller: unknown, expectedTokens: number) {
    this.reserved.push(expectedTokens);
    const settle = (usedTokens: number): void => {
      this.used.push(usedTokens);
      this.settled.resolve();
    };
    return { headers: { "x-ratelimit-remaining-tokens": "9" }, reserved: expectedTokens, settle };
  }
}

const prompt = "Say it, please"; // Estimated at 4 tokens.

test("reserves the maximum that a request may use", async () => {
  const rateLimiter = new Ledger();
  const deployment = deploymentOf(generateOf([last("")]));
  await using gateway = await startTestGateway({ deployment, rateLimiter });
  await ask(gateway, { prompt, max_tokens: 10 });
  await ask(gateway, { prompt: ["長い文", ""], max_tokens: 10 });
  await ask(gateway, { prompt: [[1, 2, 3], [4]], max_tokens: 10 });
  await ask(gateway, { prompt, max_tokens: 10, n: 2, best_of: 3 }, {}, "/v1/completions");
  expect(rateLimiter.reserved).toEqual([4 + 10, 3 + 2 * 10, 4 + 2 * 10, 4 + 3 * 10]);
});

test("reserves the default for a `max_tokens` that the deployment may drop", async () => {
  const rateLimiter = new Ledger();
  const deployment = deploymentOf(generateOf([last("")]));
  await using gateway = await startTestGateway({ deployment, rateLimiter });
  const headers = { "extra-parameters": "ignore" };
  await ask(gateway, { prompt, max_tokens: 10 }, { headers });
  await ask(gateway, { prompt, max_tokens: 1000 }, { headers });
  expect(rateLimiter.reserved).toEqual([4 + 256, 4 + 1000]);
});

test("settles a completion with its usage", async () => {
  const rateLimiter = new Ledger();
  const deployment = deploymentOf(generateOf([text("a ")], [last("b", { promptTokens: 5, tokens: 6 })]));
  await using gateway = await startTestGateway({ deployment, rateLimiter });
  const response = await ask(gateway, { prompt });
  expect(response.headers.get("x-ratelimit-remaining-tokens")).toBe("9");
  await (await ask(gateway, { prompt, stream: true })).text();
  expect(rateLimiter.used).toEqual([12, 12]);
});

test("counts every request before it reads the body, the refused ones too", async () => {
  let counted = 0;
  const rateLimiter: RateLimiter = {
    async countRequest() {
      counted += 1;
      const headers = { "x-ratelimit-remaining-requests": String(Math.max(0, 5 - counted)) };
      return counted > 5 ? { headers, refusal: tooManyRequests(7) } : { headers };
    },
    reserveTokens: () => undefined,
  };
  await using gateway = await startTestGateway({ rateLimiter });
  const authorization = `Bearer ${token}`;
  const send = (target: string, body: string, headers: Record<string, string> = {}) =>
    fetch(gateway.url + target, { method: "POST", headers: { authorization, ...headers }, body });
  const json = { "content-type": "application/json" };
  const path = "/completions?api-version=2024-04-01-preview";
  const refused = [
    await send(path, "{", json),
    await send(path, "{}", json),
    await send(path, "{}", { "content-type": "text/plain" }),
    await send("/completions", "{}", json),
    await send("/v1/completions", '{"prompt":"a","model":"nowhere"}', json),
    await send(path, '{"prompt":"a"}', json),
  ];
  expect(refused.map(({ status }) => status)).toEqual([400, 422, 415, 400, 404, 429]);
  const remaining = refused.map(({ headers }) => headers.get("x-ratelimit-remaining-requests"));
  expect(remaining).toEqual(["4", "3", "2", "1", "0", "0"]);
  expect(refused.at(-1)?.headers.get("retry-after")).toBe("7");
});

test("charges no tokens for a request that a later step refuses, and sends the limits", async () => {
  const rateLimiter = new Ledger();
  const deployment = deploymentOf(() => Promise.reject(otherError("service_unavailable", "Full")));
  const filter = createTermFilter(["bad"]);
  await using gateway = await startTestGateway({ deployment, rateLimiter, filter });
  for (const body of [{ prompt: "bad" }, { prompt }]) {
    expect((await ask(gateway, body)).headers.get("x-ratelimit-remaining-tokens")).toBe("9");
  }
  expect(rateLimiter.used).toEqual([0, 0]);
});

test("does not settle a request that the limiter refuses, and sends the limits", async () => {
  const refused = {
    headers: { "x-ratelimit-remaining-tokens": "0" },
    reserved: 0,
    refusal: tooManyRequests(7),
    settle() {
      expect.unreachable("There is nothing to settle.");
    },
  };
  await using gateway = await startTestGateway({
    rateLimiter: { countRequest: () => undefined, reserveTokens: async () => refused },
  });
  const response = await ask(gateway, { prompt });
  expect(response.status).toBe(429);
  expect(response.headers.get("retry-after")).toBe("7");
  expect(response.headers.get("x-ratelimit-remaining-tokens")).toBe("0");
});

test("settles a stream that breaks off with the tokens before that", async () => {
  const rateLimiter = new Ledger();
  const deployment = deploymentOf(async () => ({
    deltas: (async function* () {
      yield [text("one "), text("two ")];
      throw otherError("bad_gateway", "It is gone");
    })(),
  }));
  await using gateway = await startTestGateway({ deployment, rateLimiter });
  const response = await ask(gateway, { prompt, stream: true });
  expect(await response.text()).toContain('{"error":{"status":502');
  expect(rateLimiter.used).toEqual([4 + 2]);
});

test("settles a stream of an engine that stops, whose client disconnects, with the tokens before that", async () => {
  const rateLimiter = new Ledger();
  const generate: Generate = async (_request, signal) => ({
    deltas: (async function* () {
      yield [text("uno ", { index: 1 }), last("two", { tokens: 8, promptTokens: 5 })];
      yield [text("due ", { index: 1 })];
      await whenAborted(signal);
      throw signal.reason;
    })(),
  });
  const deployment = deploymentOf(chargeTokens(generate, () => true));
  await using gateway = await startTestGateway({ deployment, rateLimiter });
  const caller = new AbortController();
  const response = await ask(gateway, { prompt: [prompt, prompt], stream: true }, { signal: caller.signal });
  let received = "";
  for await (const chunk of response.body ?? []) {
    received += Buffer.from(chunk).toString();
    if (received.includes("due ")) break;
  }
  caller.abort();
  await rateLimiter.settled.promise;
  // The engine did not count the second choice, so its prompt is estimated and a delta is one token.
  expect(rateLimiter.used).toEqual([5 + 8 + 4 + 2]);
});

test("settles a stream of an engine that stops, whose client disconnects before the response, with its prompts", async () => {
  const rateLimiter = new Ledger();
  const asked = Promise.withResolvers<void>();
  const generate: Generate = async (_request, signal) => {
    asked.resolve();
    await whenAborted(signal);
    throw signal.reason;
  };
  const deployment = deploymentOf(chargeTokens(generate, () => true));
  await using gateway = await startTestGateway({ deployment, rateLimiter });
  const caller = new AbortController();
  const response = ask(gateway, { prompt }, { signal: caller.signal });
  await asked.promise;
  caller.abort();
  await expect(response).rejects.toThrow();
  await rateLimiter.settled.promise;
  expect(rateLimiter.used).toEqual([4]);
});
