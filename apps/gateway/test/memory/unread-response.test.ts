import { once } from "node:events";
import { request } from "node:http";
import { expect, test, vi } from "vitest";
import { responseMemory } from "../../src/memory/response-memory.ts";
import { generateOf, last } from "../support/deltas.ts";
import { deploymentOf, startTestGateway, token } from "../support/start-gateway.ts";

test("a response counts until its caller has read it, or has left", async () => {
  const size = 2 ** 23;
  const deployment = deploymentOf(generateOf([last("x".repeat(size))]));
  await using gateway = await startTestGateway({ deployment });
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  for (const reads of [true, false]) {
    const sent = request(`${gateway.url}/completions?api-version=2024-04-01-preview`, {
      method: "POST",
      headers,
    }).end(JSON.stringify({ prompt: "Say it" }));
    const [response] = await once(sent, "response");
    expect(responseMemory.held).toBeGreaterThan(size / 2);
    if (reads) await once(response.resume(), "end");
    else sent.destroy();
    await vi.waitFor(() => expect(responseMemory.held).toBe(0));
  }
});
