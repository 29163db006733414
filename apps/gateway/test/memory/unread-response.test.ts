import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { afterEach, expect, test, vi } from "vitest";
import { responseMemory } from "../../src/memory/response-memory.ts";
import { generateOf, last } from "../support/deltas.ts";
import { ask, deploymentOf, startTestGateway, token } from "../support/start-gateway.ts";
import { whenAborted } from "../support/when-aborted.ts";

const size = 2 ** 23;

afterEach(() => {
  vi.useRealTimers();
});

/** Begins to receive a completion of 8 MiB. */
async function receive(url: string): Promise<IncomingMessage> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const target = `${url}/completions?api-version=2024-04-01-preview`;
  const sent = request(target, { method: "POST", headers }).end(JSON.stringify({ prompt: "Say it" }));
  const [response] = await once(sent, "response");
  expect(responseMemory.held).toBeGreaterThan(size / 2);
  return response;
}

test("a response counts until its caller has read it, or has left", async () => {
  const deployment = deploymentOf(generateOf([last("x".repeat(size))]));
  await using gateway = await startTestGateway({ deployment });
  for (const reads of [true, false]) {
    const response = await receive(gateway.url);
    if (reads) await once(response.resume(), "end");
    else response.destroy();
    await vi.waitFor(() => expect(responseMemory.held).toBe(0));
  }
});

test("a response whose caller left before it does not count", async () => {
  const ended = Promise.withResolvers<void>();
  const deployment = deploymentOf(async (request, signal) => {
    caller.abort();
    await whenAborted(signal);
    return generateOf([last("x".repeat(size))])(request, signal);
  });
  const caller = new AbortController();
  await using gateway = await startTestGateway({ deployment, observe: () => ended.resolve() });
  await expect(ask(gateway, { prompt: "Say it" }, { signal: caller.signal })).rejects.toThrow("aborted");
  await ended.promise;
  expect(responseMemory.held).toBe(0);
});

test("a response that is not read to its end is cut off after ten minutes", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const deployment = deploymentOf(generateOf([last("x".repeat(size))]));
  await using gateway = await startTestGateway({ deployment });
  const response = await receive(gateway.url);
  vi.advanceTimersByTime(599_999);
  await new Promise(setImmediate);
  expect(responseMemory.held).toBeGreaterThan(size / 2);
  vi.advanceTimersByTime(1);
  await expect(once(response.resume(), "end")).rejects.toThrow("aborted");
  expect(responseMemory.held).toBe(0);
});
