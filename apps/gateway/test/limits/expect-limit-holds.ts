// The property of limits that holds for every store of their counters.
import fc from "fast-check";
import { expect } from "vitest";
import type { RateLimiter, Reservation } from "../../src/limits/rate-limiter.ts";
import { admit } from "./admit.ts";

const tokensPerMinute = 100;

/** A request to one of two gateways. */
interface PlannedRequest {
  readonly gateway: number;
  readonly expected: number;
  readonly used: number;
  /** The number of waves until its response. */
  readonly lasts: number;
}

/** Requests in waves, each of which arrives at once. */
export type Waves = readonly (readonly PlannedRequest[])[];

const request: fc.Arbitrary<PlannedRequest> = fc.record({
  gateway: fc.nat(1),
  expected: fc.nat(150),
  used: fc.nat(150),
  lasts: fc.nat(2),
});

export const waves: fc.Arbitrary<Waves> = fc.array(fc.array(request, { maxLength: 6 }), { maxLength: 6 });

interface Running {
  readonly admission: Reservation;
  readonly reserved: number;
  readonly used: number;
  readonly until: number;
}

/** Sends waves of requests of a new caller and expects that they never reserve or use more tokens than the limit. */
export async function expectLimitHolds(
  limiters: readonly RateLimiter[],
  name: string,
  waves: Waves,
): Promise<void> {
  const caller = { name, limits: { tokensPerMinute } };
  const running = new Set<Running>();
  let used = 0;

  const settle = (request: Running): void => {
    running.delete(request);
    request.admission.settle(request.used);
    used += request.used;
  };
  const out = () => [...running].reduce((sum, { reserved }) => sum + reserved, used);

  for (const [time, requests] of waves.entries()) {
    for (const request of running) if (request.until <= time) settle(request);
    await Promise.all(
      requests.map(async ({ gateway, expected, used, lasts }) => {
        const limiter = limiters[gateway % limiters.length];
        if (limiter === undefined) return;
        const admission = await admit(limiter, caller, expected);
        if (admission.refusal) return;
        const reserved = Math.min(expected, tokensPerMinute);
        running.add({ admission, reserved, used: Math.min(used, reserved), until: time + lasts });
      }),
    );
    expect(out()).toBeLessThanOrEqual(tokensPerMinute);
  }

  for (const request of running) settle(request);
  // Each gateway counts the tokens it returned before it admits these.
  const admissions = [];
  for (const limiter of limiters) admissions.push(await admit(limiter, caller, 0));
  expect(admissions.at(-1)?.headers["x-ratelimit-remaining-tokens"]).toBe(String(tokensPerMinute - used));
}
