import { type CheckedExchange, startMock } from "@completions-api/mock";
import { expect, test } from "vitest";
import { failuresOf, runCases } from "./support/run-cases.ts";

test("a proxy that refuses what breaks the contract lets a server that keeps it pass every case", async () => {
  await using server = await startMock({ port: 0 });
  const exchanges: CheckedExchange[] = [];
  const onExchange = (exchange: CheckedExchange) => exchanges.push(exchange);
  await using proxy = await startMock({
    port: 0,
    proxy: { url: server.url, onViolation: "refuse", onExchange },
  });
  const results = await runCases(proxy.url, { face: "openai" });
  const failures = failuresOf(results);
  expect(failures).toEqual({
    "token-unknown": "not-applicable: the target lacks known-tokens",
    "request-ids-differ": "inconclusive: the responses have no x-request-id",
  });
  expect(exchanges.filter(({ violations }) => violations.length > 0)).toEqual([]);
  expect(exchanges.length).toBeGreaterThan(100);
});
