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

// A case that covers `…/temperature/maximum` has requests on either side of it: where the spec said 2.001 or 1.999
// instead of 2, one of them would have another answer.
describe("what a case covers of the request, its requests depend on", () => {
  const verdict = createVerdict(document);

  test.each(claims)("$id: $pointer", ({ mutants, requests }) => {
    for (const mutant of mutants) {
      const mutantVerdict = createVerdict(mutant);
      expect(requests.some((request) => verdict(request) !== mutantVerdict(request))).toBe(true);
    }
  });

  test("and no such element is left to cases that send bytes of their own", () => {
    const elements = listSpecElements(document).filter((element) => isRequestElement(element));
    const claimed = new Set<string>(claims.map(({ pointer }) => pointer));
    expect(elements.filter((element) => mutantsOf(element).length > 0 && !claimed.has(element))).toEqual([]);
  });
});

describe("what an exchange expects is what the schemas say of its request", () => {
  const verdict = createVerdict(document);

  test.each(exchangeCases)("$id", ({ exchanges }) => {
    for (const { request, expect: expected } of exchanges) {
      const isFault = expected.outcome === "error" && faultsOfSchemas.includes(expected.code);
      // That a parameter is repeated, its schema does not see.
      const isRepeated = new URLSearchParams(request.query).getAll("api-version").length > 1;
      expect(verdict(request), JSON.stringify(request)).toBe(!isFault || isRepeated);
    }
  });
});
