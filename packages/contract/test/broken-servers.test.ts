import { type Mock, startMock } from "@completions-api/mock";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { families, isOnFace } from "../mutants/src/catalogue/index.ts";
import type { Alteration } from "../mutants/src/proxy/alteration.ts";
import { type AlteringProxy, startProxy } from "../mutants/src/proxy/altering-proxy.ts";
import { breakResponse } from "../mutants/src/spec/break-response.ts";
import { isRequestElement, mutantsOf } from "../mutants/src/spec/spec-mutants.ts";
import { coveredElements, elements, operations } from "../mutants/src/spec/specs.ts";
import { casesOf, type FaceName } from "../src/index.ts";
import { runCases } from "./support/run-cases.ts";

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

const catalogue = Object.values(families).flat();

/** Finds the cases that cover `element`, except those on unknown tokens, which the mock accepts. */
function casesFor(face: FaceName, element: string) {
  return casesOf(face).filter(
    (contractCase) =>
      coveredElements(face, contractCase).includes(element) && !contractCase.needs?.includes("known-tokens"),
  );
}

/** Lists the servers that break `element`, and how they do. */
function serversThatBreak(face: FaceName, element: string): [how: string, alteration: Alteration][] {
  // request-coverage.test.ts proves the claims about these.
  if (isRequestElement(face, element) && mutantsOf(face, element).length > 0) return [];
  // The two faces read tokens alike.
  const key = element
    .replace(operations[face], operations.completions)
    .replace("securitySchemes/ApiKeyAuth", "securitySchemes/Authorization");
  const byHand = catalogue.filter((server) => server.breaks === key && isOnFace(server, face));
  const isInResponses =
    element.startsWith("#") &&
    !isRequestElement(face, element) &&
    !["requests", "openai-requests"].some((family) => families[family]?.some(({ breaks }) => breaks === key));
  return [
    ...(isInResponses
      ? [["does not follow the spec", breakResponse(face, element)] satisfies [string, Alteration]]
      : []),
    ...byHand.map(({ id, alteration }): [string, Alteration] => [id, alteration]),
  ];
}

describe.each(["completions", "openai"] as const)("on the face %s", (face) => {
  const broken = elements[face]
    .map((element) => ({
      element,
      cases: casesFor(face, element),
      servers: serversThatBreak(face, element),
    }))
    .filter(({ cases }) => cases.length > 0);

  describe("each case that covers an element catches a server that breaks it", () => {
    // `npx pnpm@12 mutants` finds the servers that no case catches.
    test.each(broken.filter(({ servers }) => servers.length > 0))("$element", async ({ cases, servers }) => {
      let unaware = cases;
      for (const [, alteration] of servers) {
        if (unaware.length === 0) break;
        proxy.alteration = alteration;
        const results = await runCases(proxy.url, { face, cases: unaware });
        const caught = results.filter(({ outcome }) => outcome === "failed" || outcome === "warned");
        unaware = unaware.filter(({ id }) => !caught.some((result) => result.id === id));
      }
      expect(unaware.map(({ id }) => id)).toEqual([]);
    });
  });

  test("every element is broken here or, if it is part of a request, in a mutant of the spec", () => {
    const unbroken = broken.filter(
      ({ element, servers }) => servers.length === 0 && mutantsOf(face, element).length === 0,
    );
    expect(unbroken.map(({ element }) => element)).toEqual([]);
  });

  test("a server that breaks nothing passes", async () => {
    proxy.alteration = breakResponse(face, "#/components/schemas/Whale");
    const results = await runCases(proxy.url, { face });
    expect(results.filter(({ outcome }) => outcome === "failed" || outcome === "warned")).toEqual([]);
  });
});

test("every broken server breaks an element of a spec", () => {
  const known = new Set(
    [...elements.completions, ...elements.openai].map((element) =>
      element.replace(operations.openai, operations.completions),
    ),
  );
  const broken = catalogue.map(({ breaks }) => breaks).filter((breaks) => !breaks.startsWith("RFC "));
  expect(broken.filter((element) => !known.has(element))).toEqual([]);
});
