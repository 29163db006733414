import document from "@completions-api/spec/openapi.json" with { type: "json" };
import { describe, expect, test } from "vitest";
import { contractCases, type ExchangeCase, listSpecElements } from "../src/index.ts";
import { isRequestElement, mutantsOf } from "./support/spec-mutants.ts";
import { createVerdict } from "./support/spec-verdict.ts";

const exchangeCases = contractCases.filter(
  (contractCase): contractCase is ExchangeCase => "exchanges" in contractCase,
);
const faultsOfSchemas = ["invalid_parameter", "invalid_query", "invalid_header"];

const claims = exchangeCases.flatMap(({ id, covers, exchanges }) =>
  covers
    .filter((pointer) => isRequestElement(pointer))
    .map((pointer) => ({
      id,
      pointer,
      mutants: mutantsOf(pointer),
      requests: exchanges.map(({ request }) => request),
    }))
    .filter(({ mutants }) => mutants.length > 0),
);

// A case that covers `…/temperature/maximum` has requests on both sides of it. If the spec had 2.001 or 1.999 instead of
// 2, one of them would get another response.
describe("the requests of a case depend on the request elements that it covers", () => {
  const verdict = createVerdict(document);

  test.each(claims)("$id: $pointer", ({ mutants, requests }) => {
    expect.assertions(mutants.length);
    for (const mutant of mutants) {
      const mutantVerdict = createVerdict(mutant);
      expect(requests.some((request) => verdict(request) !== mutantVerdict(request))).toBe(true);
    }
  });

  test("cases with exchanges cover every such element", () => {
    const elements = listSpecElements(document).filter((element) => isRequestElement(element));
    const claimed = new Set<string>(claims.map(({ pointer }) => pointer));
    expect(elements.filter((element) => mutantsOf(element).length > 0 && !claimed.has(element))).toEqual([]);
  });
});

describe("an exchange expects the outcome that the schemas imply", () => {
  const verdict = createVerdict(document);

  test.each(exchangeCases)("$id", ({ exchanges }) => {
    expect(exchanges).not.toHaveLength(0);
    for (const { request, expect: expected } of exchanges) {
      const isFault = expected.outcome === "error" && faultsOfSchemas.includes(expected.code);
      // A schema cannot see that a parameter is repeated.
      const isRepeated = new URLSearchParams(request.query).getAll("api-version").length > 1;
      expect(verdict(request), JSON.stringify(request)).toBe(!isFault || isRepeated);
    }
  });
});
