import { startMock } from "@completions-api/mock";
import { expect, test } from "vitest";
import { contractCases } from "../src/index.ts";
import { startProxy } from "./support/altering-proxy.ts";
import { failuresOf, runCases } from "./support/run-cases.ts";

// token-unknown.test.ts runs this case against a server that knows its tokens.
const skipped = { "token-unknown": "skipped: the target lacks known-tokens" };

test("the mock passes every case that applies to it", async () => {
  await using mock = await startMock({ port: 0 });
  const results = await runCases(mock.url);
  expect(failuresOf(results)).toEqual(skipped);
  expect(results.map(({ id }) => id)).toEqual(contractCases.map(({ id }) => id));
});

test("the mock passes the same cases behind a proxy that alters nothing", async () => {
  await using mock = await startMock({ port: 0 });
  await using proxy = await startProxy(mock.url);
  expect(failuresOf(await runCases(proxy.url))).toEqual(skipped);
});
