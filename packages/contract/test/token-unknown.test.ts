import { startMock } from "@completions-api/mock";
import { expect, test } from "vitest";
import { type CaseResult, contractCases, runContract } from "../src/index.ts";
import { takesHeaders } from "./support/alterations.ts";
import { type Alteration, startProxy } from "./support/altering-proxy.ts";

const token = "abcde12345";

async function outcomesOn(alteration: Alteration): Promise<CaseResult["outcome"][]> {
  await using mock = await startMock({ port: 0 });
  await using proxy = await startProxy(mock.url);
  proxy.alteration = alteration;
  const target = { baseUrl: proxy.url, token, capabilities: ["known-tokens"] } as const;
  const cases = contractCases.filter(({ id }) => id === "token-unknown");
  const outcomes: CaseResult["outcome"][] = [];
  for await (const { outcome } of runContract({ target, cases })) outcomes.push(outcome);
  return outcomes;
}

test("a server that knows its tokens passes", async () => {
  const knowsOne = takesHeaders(({ authorization = "", ...headers }) => ({
    ...headers,
    ...(authorization === `Bearer ${token}` && { authorization }),
  }));
  expect(await outcomesOn(knowsOne)).toEqual(["passed"]);
});

test("one that only looks at the form of a JWT fails", async () => {
  const takesAnyJwt = takesHeaders(({ authorization = "", ...headers }) => ({
    ...headers,
    ...((authorization === `Bearer ${token}` || authorization.includes(".")) && { authorization }),
  }));
  expect(await outcomesOn(takesAnyJwt)).toEqual(["failed"]);
});

test("one that takes any token fails", async () => {
  expect(await outcomesOn({})).toEqual(["failed"]);
});
