import { startMock } from "@completions-api/mock";
import { expect, test } from "vitest";
import type { Alteration } from "../mutants/src/proxy/alteration.ts";
import { takesHeaders } from "../mutants/src/proxy/alterations.ts";
import { startProxy } from "../mutants/src/proxy/altering-proxy.ts";
import { type CaseResult, contractCases } from "../src/index.ts";
import { collectResults } from "./support/run-cases.ts";

const token = "abcde12345";

async function outcomesOn(alteration: Alteration): Promise<CaseResult["outcome"][]> {
  await using mock = await startMock({ port: 0 });
  await using proxy = await startProxy(mock.url);
  proxy.alteration = alteration;
  const target = { baseUrl: proxy.url, token, capabilities: ["known-tokens"] } as const;
  const cases = contractCases.filter(({ id }) => id === "token-unknown");
  return (await collectResults({ target, cases })).map(({ outcome }) => outcome);
}

test("a server that knows its tokens passes", async () => {
  const knowsOne = takesHeaders(({ authorization = "", ...headers }) => ({
    ...headers,
    ...(authorization === `Bearer ${token}` && { authorization }),
  }));
  expect(await outcomesOn(knowsOne)).toEqual(["passed"]);
});

test("a server that only checks the form of a JWT fails", async () => {
  const takesAnyJwt = takesHeaders(({ authorization = "", ...headers }) => ({
    ...headers,
    ...((authorization === `Bearer ${token}` || authorization.includes(".")) && { authorization }),
  }));
  expect(await outcomesOn(takesAnyJwt)).toEqual(["failed"]);
});

test("a server that accepts any token fails", async () => {
  expect(await outcomesOn({})).toEqual(["failed"]);
});
