import { type Mock, startMock } from "@completions-api/mock";
import document from "@completions-api/spec/openapi.json" with { type: "json" };
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { contractCases, listSpecElements } from "../src/index.ts";
import { brokenCompletions } from "./broken-servers/completions.ts";
import { brokenErrors } from "./broken-servers/errors.ts";
import { brokenRequests } from "./broken-servers/requests.ts";
import { brokenStreams } from "./broken-servers/streams.ts";
import { type Alteration, type AlteringProxy, startProxy } from "./support/altering-proxy.ts";
import { breakResponse } from "./support/break-response.ts";
import { runCases } from "./support/run-cases.ts";
import { isRequestElement, mutantsOf } from "./support/spec-mutants.ts";

let mock: Mock;
let proxy: AlteringProxy;

beforeAll(async () => {
  mock = await startMock({ port: 0 });
  proxy = await startProxy(mock.url);
});

afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  await mock.close();
});

const tables = [brokenRequests, brokenCompletions, brokenStreams, brokenErrors];
const brokenByHand = new Map(tables.flatMap((table) => Object.entries(table)));

/** Finds the cases that cover `element`, except those on unknown tokens, which the mock accepts. */
function casesFor(element: string) {
  return contractCases.filter(
    ({ covers, needs }) => covers.some((covered) => covered === element) && !needs?.includes("known-tokens"),
  );
}

/** Lists the servers that break `element`, and how they do. */
function serversThatBreak(element: string): [how: string, alteration: Alteration][] {
  const byHand = Object.entries(brokenByHand.get(element) ?? {});
  const isInResponses = element.startsWith("#") && !isRequestElement(element) && !(element in brokenRequests);
  return isInResponses ? [["does not follow the spec", breakResponse(element)], ...byHand] : byHand;
}

const broken = listSpecElements(document)
  .map((element) => ({ element, cases: casesFor(element), servers: serversThatBreak(element) }))
  .filter(({ cases }) => cases.length > 0);

describe("each case that covers an element catches a server that breaks it", () => {
  test.each(broken.filter(({ servers }) => servers.length > 0))("$element", async ({ cases, servers }) => {
    const caught = new Set<string>();
    for (const [how, alteration] of servers) {
      proxy.alteration = alteration;
      const failures = (await runCases(proxy.url, cases)).filter(({ outcome }) => outcome === "failed");
      expect(failures, how).not.toEqual([]);
      for (const { id } of failures) caught.add(id);
    }
    expect([...caught].sort()).toEqual(cases.map(({ id }) => id).sort());
  });
});

test("every element is broken here or, if it is part of a request, in a mutant of the spec", () => {
  const unbroken = broken.filter(
    ({ element, servers }) => servers.length === 0 && mutantsOf(element).length === 0,
  );
  expect(unbroken).toEqual([]);
});

test("every broken server breaks an element of the spec", () => {
  const elements = broken.map(({ element }) => element);
  expect([...brokenByHand.keys()].filter((element) => !elements.includes(element))).toEqual([]);
});

test("a server that breaks nothing passes", async () => {
  proxy.alteration = breakResponse("#/components/schemas/Whale");
  const results = await runCases(proxy.url);
  expect(results.filter(({ outcome }) => outcome === "failed")).toEqual([]);
});
