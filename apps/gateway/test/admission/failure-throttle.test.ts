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

  /** Fails once. Rejects if the failure is not let through. */
  async function fail(throttle: FailureThrottle, address = "192.0.2.1"): Promise<void> {
    await throttle.begin(address);
    throttle.fail(address);
  }

  /** Returns true if a failure is let through. */
  function take(throttle: FailureThrottle, address?: string): Promise<boolean> {
    return fail(throttle, address).then(
      () => true,
      () => false,
    );
  }

  /** Returns which of some failures, one after the other, are let through. */
  async function takeAll(throttle: FailureThrottle, count: number): Promise<boolean[]> {
    const taken = [];
    for (let index = 0; index < count; index += 1) taken.push(await take(throttle));
    return taken;
  }

  test("lets a burst through, and then a failure at a time", async () => {
    const throttle = new FailureThrottle({ perSecond: 10, burst: 3 });
    expect(await takeAll(throttle, 4)).toEqual([true, true, true, false]);
    await expect(fail(throttle)).rejects.toMatchObject({ status: 429 });
    vi.advanceTimersByTime(100);
    expect(await takeAll(throttle, 2)).toEqual([true, false]);
    expect(await take(throttle, "192.0.2.2")).toBe(true);
    vi.advanceTimersByTime(10_000);
    expect(await takeAll(throttle, 4)).toEqual([true, true, true, false]);
  });

  test("says when the address may try again", async () => {
    const throttle = new FailureThrottle({ perSecond: 0.2, burst: 1 });
    await fail(throttle);
    vi.advanceTimersByTime(1500);
    await expect(fail(throttle)).rejects.toMatchObject({ headers: { "retry-after": "4" } });
  });

  test("forgets what succeeds", async () => {
    const throttle = new FailureThrottle({ perSecond: 1, burst: 1 });
    for (let count = 0; count < 10; count += 1) {
      await throttle.begin("192.0.2.1");
      throttle.succeed("192.0.2.1");
    }
    throttle.succeed("192.0.2.9");
    expect(await takeAll(throttle, 2)).toEqual([true, false]);
  });

  test("lets through what succeeds at once, and of what fails at once no more than the burst", async () => {
    const address = "192.0.2.1";
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 30 }), async (outcomes) => {
        const throttle = new FailureThrottle({ perSecond: 0.001, burst: 4 });
        const begun: boolean[] = [];
        const attempts = outcomes.map(async (succeeds) => {
          await throttle.begin(address);
          begun.push(succeeds);
          await new Promise(setImmediate);
          if (succeeds) throttle.succeed(address);
          else throttle.fail(address);
        });
        const results = await Promise.allSettled(attempts);
        const failures = begun.filter((succeeds) => !succeeds).length;
        expect(failures).toBeLessThanOrEqual(4);
        // One is refused only after as many failures as are let through.
        if (results.some(({ status }) => status === "rejected")) expect(failures).toBe(4);
        expect(await takeAll(throttle, 5 - failures)).toEqual([...Array(4 - failures).fill(true), false]);
      }),
    );
  });

  test("never lets more through than the rate and the burst", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(300), { maxLength: 60 }), async (pauses) => {
        const throttle = new FailureThrottle({ perSecond: 10, burst: 5 });
        let passed = 0;
        let elapsed = 0;
        for (const pause of pauses) {
          vi.advanceTimersByTime(pause);
          elapsed += pause;
          if (await take(throttle)) passed += 1;
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
  ])("%s and %s share one: %s", async (first, second, shared) => {
    const throttle = new FailureThrottle({ perSecond: 1, burst: 1 });
    await fail(throttle, first);
    expect(await take(throttle, second)).toBe(!shared);
  });

  test("the addresses that failed longest ago are forgotten when there are too many", async () => {
    const throttle = new FailureThrottle({ perSecond: 0.001, burst: 1 });
    const addresses = Array.from({ length: 10_001 }, (_, index) => `10.0.${index >> 8}.${index & 255}`);
    for (const address of addresses) await fail(throttle, address);
    expect(await take(throttle, addresses[0])).toBe(true);
    expect(await take(throttle, addresses.at(-1))).toBe(false);
  });
});

test("after too many wrong tokens, new ones are not verified, and known ones pass", async () => {
  await using issuer = await TestIssuer.start();
  const keys = new ApiKeys([{ name: "team", sha256: hash("sha256", token), weight: 1, priority: "normal" }]);
  const throttle = new FailureThrottle({ perSecond: 0.001, burst: 5 });
  const authenticate = createAuthenticate(keys, [issuer.entry], throttle);
  const known = await issuer.sign();
  const connection = { remoteAddress: "192.0.2.1" };
  await authenticate(known, connection);
  for (let count = 0; count < 5; count += 1) {
    await expect((async () => authenticate("wrong", connection))()).rejects.toMatchObject({ status: 401 });
  }
  for (const refused of ["wrong", await issuer.sign({ payload: { azp: "another" } })]) {
    await expect((async () => authenticate(refused, connection))()).rejects.toMatchObject({ status: 429 });
  }
  expect(await authenticate(token, connection)).toMatchObject({ name: "team" });
  expect(await authenticate(known, connection)).toBeDefined();
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

test("many callers at one address may send their first tokens at once", async () => {
  await using issuer = await TestIssuer.start();
  const throttle = new FailureThrottle({ perSecond: 0.001, burst: 2 });
  const authenticate = createAuthenticate(new ApiKeys([]), [issuer.entry], throttle);
  const tokens = await Promise.all(
    Array.from({ length: 20 }, (_, id) => issuer.sign({ payload: { azp: `application ${id}` } })),
  );
  const callers = await Promise.all(tokens.map((each) => authenticate(each, { remoteAddress: "192.0.2.1" })));
  expect(new Set(callers.map(({ name }) => name)).size).toBe(20);
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
