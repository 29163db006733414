import { createServer } from "node:http";
import { listenOnFreePort } from "@completions-api/testing";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiKeys } from "../../src/auth/api-keys.ts";
import { createAuthenticate } from "../../src/auth/authenticate.ts";
import { createIssuerKeys } from "../../src/auth/issuer-keys.ts";
import { refusal } from "../support/refusal.ts";
import { TestIssuer } from "../support/token-issuer.ts";

const minutes = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});

afterEach(() => {
  vi.useRealTimers();
});

function later(milliseconds: number): void {
  vi.setSystemTime(Date.now() + milliseconds);
}

const accepting = (issuer: TestIssuer) => createAuthenticate(new ApiKeys([]), [issuer.entry]);

test("fetches keys once for many tokens", async () => {
  await using issuer = await TestIssuer.start();
  const authenticate = accepting(issuer);
  const tokens = await Promise.all(["a", "b", "c"].map((sub) => issuer.sign({ payload: { sub } })));
  await Promise.all(tokens.map((token) => authenticate(token)));
  expect(issuer.fetched).toBe(1);
});

test("accepts a new key once a token names it, unless keys were fetched within half a minute", async () => {
  await using issuer = await TestIssuer.start();
  const authenticate = accepting(issuer);
  await authenticate(await issuer.sign());
  issuer.published = [await issuer.createKey("second")];

  const token = await issuer.sign({ kid: "second" });
  expect((await refusal(authenticate, token)).status).toBe(401);
  expect(issuer.fetched).toBe(1);

  later(31_000);
  expect((await authenticate(token)).name).toMatch(/^someone@/);
  expect(issuer.fetched).toBe(2);
  const old = await issuer.sign({ kid: "first", payload: { jti: "not seen before" } });
  expect((await refusal(authenticate, old)).status).toBe(401);
});

test("a withdrawn key becomes invalid, even for a token that was accepted with it", async () => {
  await using issuer = await TestIssuer.start();
  const authenticate = accepting(issuer);
  const token = await issuer.sign({ payload: { exp: 9_999_999_999 } });
  await authenticate(token);
  issuer.published = [await issuer.createKey("second")];

  later(11 * minutes);
  // This token triggers a fetch, but meanwhile the cached keys are used.
  await authenticate(token);
  await vi.waitFor(() => expect(issuer.fetched).toBe(2));
  await vi.waitUntil(async () => {
    later(6 * minutes);
    return (await refusal(authenticate, token).catch(() => undefined))?.status === 401;
  });
});

test("an accepted token is accepted until it expires", async () => {
  await using issuer = await TestIssuer.start();
  const authenticate = accepting(issuer);
  const token = await issuer.sign();
  await authenticate(token);
  later(59 * minutes);
  await authenticate(token);
  later(2 * minutes);
  expect((await refusal(authenticate, token)).status).toBe(401);
});

test.each(["configured", "discovered"])("responds with a 503 until %s keys can be fetched", async (how) => {
  await using issuer = await TestIssuer.start();
  const { jwks, ...discovered } = issuer.entry;
  const token = await issuer.sign();
  const entry = how === "configured" ? { ...discovered, jwks } : discovered;
  const authenticate = createAuthenticate(new ApiKeys([]), [entry]);
  await issuer.stop();
  const error = await refusal(authenticate, token);
  expect(error).toMatchObject({ status: 503, code: "service_unavailable" });
  expect(error.headers["retry-after"]).toBe("1");
  expect(String(error.cause)).toContain(`The keys of ${issuer.url} cannot be fetched.`);
  await issuer.start();
  later(1000);
  expect((await authenticate(token)).name).toMatch(/^someone@/);
});

test("uses cached keys of any age while the issuer is down", async () => {
  await using issuer = await TestIssuer.start();
  await issuer.createKey("unpublished");
  const authenticate = accepting(issuer);
  await authenticate(await issuer.sign());
  await issuer.stop();
  for (let times = 0; times < 3; times += 1) {
    later(30 * minutes);
    expect((await authenticate(await issuer.sign())).name).toMatch(/^someone@/);
  }
  // Only the issuer knows if this key is a new one.
  expect((await refusal(authenticate, await issuer.sign({ kid: "unpublished" }))).status).toBe(503);
});

test("responds with a 503 if the key set or the discovery document cannot be read", async () => {
  await using issuer = await TestIssuer.start();
  await using other = await TestIssuer.start();
  const token = await issuer.sign();
  for (const jwks of [`${issuer.url}/.well-known/openid-configuration`, `${issuer.url}/missing`]) {
    const authenticate = createAuthenticate(new ApiKeys([]), [{ ...issuer.entry, jwks }]);
    expect((await refusal(authenticate, token)).status).toBe(503);
  }
  // A discovery document of another issuer is not trusted.
  const { jwks: _, ...entry } = issuer.entry;
  const impostor = other.url.replace("localhost", "127.0.0.1");
  const authenticate = createAuthenticate(new ApiKeys([]), [{ ...entry, issuer: impostor }]);
  const claimed = await issuer.sign({ payload: { iss: impostor } });
  expect((await refusal(authenticate, claimed)).status).toBe(503);
});

test("fetches no keys over http from another machine, although the issuer says so", async () => {
  let issuer = "";
  await using server = createServer((_, response) => {
    response.end(JSON.stringify({ issuer, jwks_uri: "http://keys.invalid/" }));
  });
  issuer = `http://127.0.0.1:${(await listenOnFreePort(server)).port}`;
  const find = createIssuerKeys({ issuer });
  const failure = await Promise.resolve(find({ alg: "RS256" }, { payload: "", signature: "" })).catch(
    (error: unknown) => error,
  );
  expect(String(Object(failure).cause?.cause)).toContain("over which keys can be forged");
});
