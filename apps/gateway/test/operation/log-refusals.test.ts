// The log says of a refusal who was refused, and by which limit.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sendRaw } from "@completions-api/testing";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createApiKey } from "../../src/auth/api-keys.ts";
import type { Gateway } from "../../src/index.ts";
import { serveConfig } from "../support/serve-config.ts";
import { ask } from "../support/start-gateway.ts";

const { key, entry } = createApiKey("team");
const folder = mkdtempSync(join(tmpdir(), "log-refusals-"));
afterAll(() => rmSync(folder, { recursive: true }));

let lines: string[];
beforeEach(() => {
  lines = [];
});

/** Starts a gateway with these limits of each caller. */
function start(limits: object = { requestsPerMinute: 10 }): Promise<Gateway> {
  const file = join(folder, "gateway.json");
  const failedAuthentication = { perSecond: 0.001, burst: 1 };
  writeFileSync(
    file,
    JSON.stringify({ limits, failedAuthentication, deployments: { d: { engine: "embedded" } } }),
  );
  return serveConfig({ file }, { keys: [entry], write: (line) => lines.push(line) });
}

async function askWith(gateway: Gateway, bearer: string): Promise<void> {
  const headers = { authorization: `Bearer ${bearer}` };
  await (await ask(gateway, { prompt: "Call me", max_tokens: 1 }, { headers })).text();
}

/** Waits until requests have been logged, in whatever order, and returns the entry of the response with this status. */
async function entryOf(status: number, requests = 1): Promise<unknown> {
  await vi.waitFor(() => expect(lines).toHaveLength(requests), { interval: 1 });
  return lines.map((line) => JSON.parse(line)).find((entry) => entry.status === status);
}

describe("a refusal is logged", () => {
  test("with the address of a token that is not accepted", async () => {
    await using gateway = await start();
    await askWith(gateway, "secret-token");
    expect(await entryOf(401)).toMatchObject({ address: "127.0.0.1" });
  });

  test("with the address that sends too many of them", async () => {
    await using gateway = await start();
    await askWith(gateway, "secret-token");
    await askWith(gateway, "secret-token");
    expect(await entryOf(429, 2)).toMatchObject({
      level: 30,
      address: "127.0.0.1",
      reason: "Too many tokens from your address were not accepted",
    });
  });

  test("with the address of what is not HTTP", async () => {
    await using gateway = await start();
    await sendRaw(gateway, "garbage\r\n\r\n");
    expect(await entryOf(400)).toMatchObject({ address: "127.0.0.1" });
  });

  test.each(["requests", "tokens"])("with the limit of %s that is exceeded", async (what) => {
    await using gateway = await start({ [`${what}PerMinute`]: 1 });
    await askWith(gateway, key);
    await askWith(gateway, key);
    const logged = await entryOf(429, 2);
    expect(logged).toMatchObject({
      caller: "team",
      reason: `The limit of ${what} per minute is exceeded`,
    });
    expect(logged).not.toHaveProperty("address");
  });
});

test("a request that is answered is logged without an address", async () => {
  await using gateway = await start();
  await askWith(gateway, key);
  const logged = await entryOf(200);
  expect(logged).toMatchObject({ caller: "team" });
  expect(logged).not.toHaveProperty("address");
});
