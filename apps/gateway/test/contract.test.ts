import { runContract } from "@completions-api/contract";
import { createEmbeddedEngine } from "@completions-api/engine";
import { unauthorized } from "@completions-api/protocol";
import { expect, test } from "vitest";
import { generateInProcess } from "../src/engines/embedded.ts";
import { startGateway } from "../src/index.ts";

const capabilities = ["deterministic", "fingerprint", "known-tokens"] as const;

test("the whole contract holds with the embedded engine", async () => {
  const engine = await createEmbeddedEngine();
  const deployment = {
    name: "default",
    model: engine.model,
    unsupported: new Set<never>(),
    generate: generateInProcess(engine),
  };
  await using gateway = await startGateway({
    listen: { host: "127.0.0.1", port: 0 },
    authenticate(token) {
      if (token !== "secret") throw unauthorized("The token is not accepted.");
      return { name: "test" };
    },
    compatibility: { model: false, v1: false },
    deployments: { byName: new Map([["default", deployment]]), default: deployment },
    keepAlive: 15_000,
    observe() {},
  });
  const failures: Record<string, string> = {};
  const target = { baseUrl: gateway.url, token: "secret", capabilities } as const;
  for await (const result of runContract({ target })) {
    if (result.outcome === "failed") failures[result.id] = `${result.outcome}: ${result.reason}`;
  }
  expect(failures).toEqual({});
});
