import { expect, test } from "vitest";
import { expectContractSuite } from "./expect-contract-suite.ts";
import { startConfiguredGateway } from "./gateway-in-front.ts";

test("a gateway with a cache passes the contract suite, also when its answers come from the cache", {
  timeout: 120_000,
}, async () => {
  await using gateway = await startConfiguredGateway({
    deployments: { default: { engine: "embedded", cache: true } },
  });
  // A stream from the cache has one event for each choice.
  const undecided = ["stop-across-events"];
  for (const face of ["completions", "openai", "completions"] as const) {
    await expectContractSuite(gateway, { face, undecided });
  }
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
  const [, hits] = /^gateway_cache_requests_total\{.*result="hit"\} (\d+)$/m.exec(metrics) ?? [];
  expect(Number(hits)).toBeGreaterThan(50);
});
