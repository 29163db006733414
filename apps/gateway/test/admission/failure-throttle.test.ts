import { hash } from "node:crypto";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FailureThrottle } from "../../src/admission/failure-throttle.ts";
import { ApiKeys } from "../../src/auth/api-keys.ts";
import { createAuthenticate } from "../../src/auth/authenticate.ts";
import { refusal } from "../support/refusal.ts";
import { ask, startTestGateway, token } from "../support/start-gateway.ts";
import { TestIssuer } from "../support/token-issuer.ts";

describe("the bucket of an address", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
  afterEach(() => void vi.useRealTimers());

  /** Returns true if a failure is let through. */
  function take(throttle: FailureThrottle, address = "192.0.2.1"): boolean {
    try {
      throttle.take(address);
      return true;
    } catch {
      return false;
    }
  }

  test("lets a burst through, and then a failure at a time", () => {
    const throttle = new FailureThrottle({ perSecond: 10, burst: 3 });
    expect([1, 2, 3, 4].map(() => take(throttle))).toEqual([true, true, true, false]);
    expect(() => throttle.take("192.0.2.1")).toThrow(expect.objectContaining({ status: 429 }));
    vi.advanceTimersByTime(100);
    expect([take(throttle), take(throttle)]).toEqual([true, false]);
    expect(take(throttle, "192.0.2.2")).toBe(true);
    vi.advanceTimersByTime(10_000);
    expect([1, 2, 3, 4].map(() => take(throttle))).toEqual([true, true, true, false]);
  });

  test("says when the address may try again", () => {
    const throttle = new FailureThrottle({ perSecond: 0.2, burst: 1 });
    throttle.take("192.0.2.1");
    vi.advanceTimersByTime(1500);
    expect(() => throttle.take("192.0.2.1")).toThrow(
      expect.objectContaining({ headers: expect.objectContaining({ "retry-after": "4" }) }),
    );
  });

  test("forgets what is given back", () => {
    const throttle = new FailureThrottle({ perSecond: 1, burst: 1 });
    for (let count = 0; count < 10; count += 1) {
      expect(take(throttle)).toBe(true);
      throttle.giveBack("192.0.2.1");
    }
    throttle.giveBack("192.0.2.9");
  });

  test("never lets more through than the rate and the burst", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(300), { maxLength: 60 }), (pauses) => {
        const throttle = new FailureThrottle({ perSecond: 10, burst: 5 });
        let passed = 0;
        let elapsed = 0;
        for (const pause of pauses) {
          vi.advanceTimersByTime(pause);
          elapsed += pause;
          if (take(throttle)) passed += 1;
        }
        expect(passed).toBeLessThanOrEqual(5 + elapsed / 100);
        expect(passed).toBeGreaterThanOrEqual(Math.min(pauses.length, 5));
      }),
    );
  });

  test.each([
    ["2001:db8::1", "2001:db8::ffff:2", true],
    ["2001:db8:0:0:1:2:3:4", "2001:db8::9", true],
    ["2001:db8:0:1::1", "2001:db8::1", false],
    ["::1", "::2", true],
    ["fe80::1%eth0", "fe80::2%eth0", true],
    ["::ffff:192.0.2.1", "192.0.2.1", true],
    ["::ffff:192.0.2.1", "::ffff:192.0.2.2", false],
    ["192.0.2.1", "192.0.2.2", false],
  ])("%s and %s share one: %s", (first, second, shared) => {
    const throttle = new FailureThrottle({ perSecond: 1, burst: 1 });
    throttle.take(first);
    expect(take(throttle, second)).toBe(!shared);
  });

  test("the addresses that failed longest ago are forgotten when there are too many", () => {
    const throttle = new FailureThrottle({ perSecond: 0.001, burst: 1 });
    const addresses = Array.from({ length: 10_001 }, (_, index) => `10.0.${index >> 8}.${index & 255}`);
    for (const address of addresses) throttle.take(address);
    expect(take(throttle, addresses[0])).toBe(true);
    expect(take(throttle, addresses.at(-1))).toBe(false);
  });
});

test("after too many wrong tokens, new ones are not verified, and known ones pass", async () => {
  await using issuer = await TestIssuer.start();
  const keys = new ApiKeys([{ name: "team", sha256: hash("sha256", token), weight: 1, priority: "normal" }]);
  const throttle = new FailureThrottle({ perSecond: 0.001, burst: 5 });
  const authenticate = createAuthenticate(keys, [issuer.entry], throttle);
  const known = await issuer.sign();
  const address = "192.0.2.1";
  await authenticate(known, address);
  for (let count = 0; count < 5; count += 1) {
    await expect((async () => authenticate("wrong", address))()).rejects.toMatchObject({ status: 401 });
  }
  for (const refused of ["wrong", await issuer.sign({ payload: { azp: "another" } })]) {
    await expect((async () => authenticate(refused, address))()).rejects.toMatchObject({ status: 429 });
  }
  expect(await authenticate(token, address)).toMatchObject({ name: "team" });
  expect(await authenticate(known, address)).toBeDefined();
  expect(await refusal(authenticate, "wrong")).toMatchObject({ status: 401 });
});

test("tokens that cannot be verified, because their issuer is down, do not count", async () => {
  await using issuer = await TestIssuer.start();
  const throttle = new FailureThrottle({ perSecond: 0.001, burst: 2 });
  const authenticate = createAuthenticate(new ApiKeys([]), [issuer.entry], throttle);
  const unverified = await issuer.sign();
  await issuer.stop();
  for (let count = 0; count < 5; count += 1) {
    expect((await refusal(authenticate, unverified)).status).toBe(503);
  }
});

test("a gateway refuses an address whose tokens are wrong, and says when it may try again", async () => {
  const keys = new ApiKeys([{ name: "team", sha256: hash("sha256", token), weight: 1, priority: "normal" }]);
  const throttle = new FailureThrottle({ perSecond: 1, burst: 3 });
  await using gateway = await startTestGateway({ authenticate: createAuthenticate(keys, [], throttle) });
  const body = { prompt: "Hi", max_tokens: 1 };
  const wrong = { headers: { authorization: "Bearer wrong" } };
  const responses = [];
  for (let count = 0; count < 5; count += 1) responses.push(await ask(gateway, body, wrong));
  expect(responses.map(({ status }) => status)).toEqual([401, 401, 401, 429, 429]);
  expect(responses.at(-1)?.headers.get("retry-after")).toBe("1");
  expect((await ask(gateway, body)).status).toBe(200);
});
