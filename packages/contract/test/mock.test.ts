import { startMock } from "@completions-api/mock";
import { expect, test } from "vitest";
import { contractCases } from "../src/index.ts";
import { startProxy } from "./support/altering-proxy.ts";
import { failuresOf, runCases } from "./support/run-cases.ts";

// For what it skips there is a test of its own, with a server that can.
const skipped = { "token-unknown": "skipped: the target lacks known-tokens" };

test("the mock passes every case that it can be held to", async () => {
  await using mock = await startMock({ port: 0 });
  const results = await runCases(mock.url);
  expect(failuresOf(results)).toEqual(skipped);
  expect(results.map(({ id }) => id)).toEqual(contractCases.map(({ id }) => id));
});

test("so does it behind the proxy that breaks it in other tests, as long as that alters nothing", async () => {
  await using mock = await startMock({ port: 0 });
  await using proxy = await startProxy(mock.url);
  expect(failuresOf(await runCases(proxy.url))).toEqual(skipped);
});
