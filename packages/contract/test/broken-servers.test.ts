import { type Mock, startMock } from "@completions-api/mock";
import document from "@completions-api/spec/openapi.json" with { type: "json" };
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { contractCases, listSpecElements } from "../src/index.ts";
import { brokenServers } from "./broken-servers.ts";
import { type AlteringProxy, startProxy } from "./support/altering-proxy.ts";
import { breakAnswer } from "./support/break-answer.ts";
import { runCases } from "./support/run-cases.ts";
import { mutantsOf } from "./support/spec-mutants.ts";

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

const requestElement = /^#\/components\/(parameters|schemas\/(CreateCompletionRequest|Prompt|Stop)\/)/;
const elements = listSpecElements(document);
const byHand = new Set(brokenServers.map(([element]) => element));

function claimantsOf(element: string) {
  return contractCases.filter(({ covers }) => covers.some((covered) => covered === element));
}

async function caughtBy(element: string): Promise<string[]> {
  const results = await runCases(proxy.url, claimantsOf(element));
  return results.filter(({ outcome }) => outcome === "failed").map(({ id }) => id);
}

test("a server that breaks nothing passes", async () => {
  proxy.alteration = breakAnswer("#/components/schemas/Whale");
  const results = await runCases(proxy.url);
  expect(results.filter(({ outcome }) => outcome === "failed")).toEqual([]);
});

describe("a server that breaks an element is caught by every case that covers it", () => {
  const ofAnswers = elements.filter(
    (element) => !requestElement.test(element) && !byHand.has(element) && claimantsOf(element).length > 0,
  );

  test.each(ofAnswers)("%s", async (element) => {
    proxy.alteration = breakAnswer(element);
    expect(await caughtBy(element)).toEqual(claimantsOf(element).map(({ id }) => id));
  });

  test.each([...byHand])("%s", async (element) => {
    const caught = new Set<string>();
    for (const [, how, alteration] of brokenServers.filter(([broken]) => broken === element)) {
      proxy.alteration = alteration;
      const ids = await caughtBy(element);
      expect(ids, how).not.toEqual([]);
      for (const id of ids) caught.add(id);
    }
    expect([...caught].sort()).toEqual(
      claimantsOf(element)
        .map(({ id }) => id)
        .sort(),
    );
  });
});

test("each element is broken by one of these servers, or by a mutant of the spec", () => {
  const unbroken = elements.filter(
    (element) => requestElement.test(element) && !byHand.has(element) && mutantsOf(element).length === 0,
  );
  expect(unbroken).toEqual([]);
});
