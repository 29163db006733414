import { once } from "node:events";
import { type CaseRequest, type ContractCase, runContract } from "@completions-api/contract";
import { openConnection, parseResponses, receive, sendRaw } from "@completions-api/testing";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { FaceName } from "../../src/server/routes.ts";
import { formatCompletionRequest } from "../support/format-request.ts";
import { GatewayProcess } from "../support/gateway-process.ts";
import { token } from "../support/start-gateway.ts";
import { expectResponse } from "./expect-response.ts";
import { expectationOf } from "./expectation.ts";
import { rawRequests } from "./raw-requests.ts";
import { contextLength, requests, supportedByOther, terms } from "./requests.ts";

// 8,000 requests or more in all. `FUZZ_SEED` repeats a run; the names of tests tell its seed.
const seed = Number(process.env.FUZZ_SEED ?? Math.trunc(Math.random() * 2 ** 31));
const timeout = 120_000;

let gateway: GatewayProcess;
beforeAll(async () => {
  const small = { engine: "embedded", contextLength };
  const config = {
    filter: { terms },
    failedAuthentication: { perSecond: 1e6, burst: 1e6 },
    deployments: { small, other: { ...small, parameters: supportedByOther }, secret: small },
  };
  gateway = await GatewayProcess.start(
    { ...config, log: { level: "error" } },
    { deployments: ["small", "other"], reportsMemory: true },
  );
});
afterAll(() => gateway[Symbol.asyncDispose]());

/**
 * Sends requests to each face and compares each outcome with the expected one. Each round has the same bodies with other headers: the
 * engine keeps what it has predicted for a text, so texts that it does not know make the heap grow.
 */
async function sendRequests(count: number, round = 0): Promise<void> {
  await sendTo("completions", gateway.url, count / 2, round);
  await sendTo("openai", `${gateway.url}/v1`, count / 2, round);
}

async function sendTo(face: FaceName, baseUrl: string, count: number, round: number): Promise<void> {
  const sample = (seed: number) => fc.sample(requests[face], { seed, numRuns: count });
  const others = sample(seed + round);
  const cases = sample(seed).map(
    ({ body }, index): ContractCase => ({
      id: String(index),
      title: "the response follows the contract",
      faces: [face],
      covers: [],
      exchanges: [toExchange({ ...others[index], body }, face)],
    }),
  );
  const target = { baseUrl, face, token, capabilities: [] };
  const failures: string[] = [];
  for await (const result of runContract({ target, cases, concurrency: 32, timeout })) {
    if (result.outcome !== "passed") failures.push(result.reason);
  }
  expect(failures.slice(0, 5), `${face}, round ${round}`).toEqual([]);
}

function toExchange(request: CaseRequest, face: FaceName) {
  return { request, expect: expectationOf(request, face) };
}

test(`responds to valid and invalid requests as the contract says (seed ${seed})`, {
  timeout,
}, async () => {
  await sendRequests(3000);
});

test(`responds to any bytes with responses of the contract (seed ${seed})`, { timeout }, async () => {
  await fc.assert(
    fc.asyncProperty(rawRequests, async (sent) => {
      for (const response of parseResponses(await sendRaw(gateway, sent))) expectResponse(response);
    }),
    { seed, numRuns: 2000 },
  );
});

test(`clients may disconnect at any time (seed ${seed})`, { timeout }, async () => {
  const whole = Buffer.from(
    formatCompletionRequest({ prompt: ["Call me", "It was"], max_tokens: 24, stream: true }),
  );
  const length = fc.oneof(fc.nat({ max: whole.length }), fc.constant(whole.length));
  await fc.assert(
    fc.asyncProperty(length, fc.boolean(), async (length, waits) => {
      const socket = await openConnection(gateway);
      const { closed } = receive(socket);
      socket.write(whole.subarray(0, length));
      if (waits && length === whole.length) await once(socket, "data");
      socket.resetAndDestroy();
      await closed;
    }),
    { seed, numRuns: 1000 },
  );
  expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);
});

test("afterwards its memory does not grow, it has logged no error, and it stops cleanly", {
  timeout,
}, async () => {
  // A leak would make the heap grow in every round. Compiled code and caches only make it grow in the first ones.
  let growth = Number.POSITIVE_INFINITY;
  for (let round = 1; round <= 5 && growth >= 8e5; round += 1) {
    const before = await gateway.memory();
    await sendRequests(2000, round);
    growth = (await gateway.memory()).heap - before.heap;
  }
  expect(growth).toBeLessThan(8e5);
  expect(await gateway.stop()).toEqual({ code: 0, log: "" });
});
