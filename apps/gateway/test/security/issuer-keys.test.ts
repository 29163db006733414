import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiKeys } from "../../src/auth/api-keys.ts";
import { createAuthenticate } from "../../src/auth/authenticate.ts";
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

test("keys are fetched once for many tokens", async () => {
  await using issuer = await TestIssuer.start();
  const authenticate = accepting(issuer);
  const tokens = await Promise.all(["a", "b", "c"].map((sub) => issuer.sign({ payload: { sub } })));
  await Promise.all(tokens.map((token) => authenticate(token)));
  expect(issuer.fetched).toBe(1);
});

test("a new key counts as soon as a token names it, unless keys were fetched within half a minute", async () => {
  await using issuer = await TestIssuer.start();
  const authenticate = accepting(issuer);
  await authenticate(await issuer.sign());
  issuer.published = [await issuer.createApiKey("second")];

  const token = await issuer.sign({ kid: "second" });
  expect((await refusal(authenticate, token)).status).toBe(401);
  expect(issuer.fetched).toBe(1);

  later(31_000);
  expect((await authenticate(token)).name).toMatch(/^someone@/);
  expect(issuer.fetched).toBe(2);
  const old = await issuer.sign({ kid: "first", payload: { jti: "not seen before" } });
  expect((await refusal(authenticate, old)).status).toBe(401);
});

test("a key that is withdrawn stops counting, for a token that was accepted with it, too", async () => {
  await using issuer = await TestIssuer.start();
  const authenticate = accepting(issuer);
  const token = await issuer.sign({ payload: { exp: 9_999_999_999 } });
  await authenticate(token);
  issuer.published = [await issuer.createApiKey("second")];

  later(11 * minutes);
  // It is what has the keys fetched, meanwhile those at hand count.
  await authenticate(token);
  await vi.waitUntil(() => issuer.fetched === 2);
  await vi.waitUntil(async () => {
    later(6 * minutes);
    return (await refusal(authenticate, token).catch(() => undefined))?.status === 401;
  });
});

test("a token that was accepted is accepted until it ends", async () => {
  await using issuer = await TestIssuer.start();
  const authenticate = accepting(issuer);
  const token = await issuer.sign();
  await authenticate(token);
  later(59 * minutes);
  await authenticate(token);
  later(2 * minutes);
  expect((await refusal(authenticate, token)).status).toBe(401);
});

test("without the issuer's keys nobody can tell: 503 until they can be had", async () => {
  await using issuer = await TestIssuer.start();
  const { jwks: _, ...discovered } = issuer.entry;
  const token = await issuer.sign();
  for (const entry of [issuer.entry, discovered]) {
    const authenticate = createAuthenticate(new ApiKeys([]), [entry]);
    await issuer.stop();
    const error = await refusal(authenticate, token);
    expect(error).toMatchObject({ status: 503, code: "service_unavailable" });
    expect(error.headers["retry-after"]).toBe("1");
    expect(String(error.cause)).toContain(`The keys of ${issuer.url} cannot be fetched.`);
    await issuer.start();
    expect((await authenticate(token)).name).toMatch(/^someone@/);
  }
});

test("while the issuer is down, the keys at hand count, however old", async () => {
  await using issuer = await TestIssuer.start();
  await issuer.createApiKey("unpublished");
  const authenticate = accepting(issuer);
  await authenticate(await issuer.sign());
  await issuer.stop();
  for (let times = 0; times < 3; times += 1) {
    later(30 * minutes);
    expect((await authenticate(await issuer.sign())).name).toMatch(/^someone@/);
  }
  // Whether this key is a new one only the issuer knows.
  expect((await refusal(authenticate, await issuer.sign({ kid: "unpublished" }))).status).toBe(503);
});

test("a key set or a discovery document that cannot be read is no reason to accept a token", async () => {
  await using issuer = await TestIssuer.start();
  await using other = await TestIssuer.start();
  const token = await issuer.sign();
  for (const jwks of [`${issuer.url}/.well-known/openid-configuration`, `${issuer.url}/missing`]) {
    const authenticate = createAuthenticate(new ApiKeys([]), [{ ...issuer.entry, jwks }]);
    expect((await refusal(authenticate, token)).status).toBe(503);
  }
  // At another issuer's place, this one's document is not believed.
  const { jwks: _, ...entry } = issuer.entry;
  const impostor = other.url.replace("localhost", "127.0.0.1");
  const authenticate = createAuthenticate(new ApiKeys([]), [{ ...entry, issuer: impostor }]);
  const claimed = await issuer.sign({ payload: { iss: impostor } });
  expect((await refusal(authenticate, claimed)).status).toBe(503);
});
