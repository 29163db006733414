import { describe, expect, test } from "vitest";
import { isRequestElement, mutantsOf } from "../mutants/src/spec/spec-mutants.ts";
import { createVerdict } from "../mutants/src/spec/spec-verdict.ts";
import { coveredElements, elements, specs } from "../mutants/src/spec/specs.ts";
import { type CaseRequest, type ContractCase, casesOf, type ExchangeCase } from "../src/index.ts";

function isExchangeCase(contractCase: ContractCase): contractCase is ExchangeCase {
  return "exchanges" in contractCase;
}

/** Tells if a request has a fault that its schema cannot see: a repeated parameter, or parameters that exclude each other. */
function breaksRule({ query, body }: CaseRequest): boolean {
  const { n, best_of, max_tokens, echo, stream, stream_options, logit_bias } = Object(body);
  return (
    new URLSearchParams(query).getAll("api-version").length > 1 ||
    best_of < (n ?? 1) ||
    (stream && best_of > (n ?? 1)) ||
    (max_tokens === 0 && !echo) ||
    (stream_options && !stream) ||
    Object.keys(logit_bias ?? {}).some((key) => !/^\d+$/.test(key))
  );
}

const faultsOfSchemas = ["invalid_parameter", "invalid_query", "invalid_header"];

describe.each(["completions", "openai"] as const)("on the face %s", (face) => {
  const verdict = createVerdict(face, specs[face]);
  const exchangeCases = casesOf(face).filter(isExchangeCase);

  // A case that covers `…/temperature/maximum` has requests on both sides of it. If the spec had 2.001 or 1.999 instead of
  // 2, one of them would get another response.
  describe("the requests of a case depend on the request elements that it covers", () => {
    const requestElements = elements[face].filter((element) => isRequestElement(face, element));
    const claims = requestElements.flatMap((pointer) => {
      const mutants = mutantsOf(face, pointer);
      if (mutants.length === 0) return [];
      const cases = exchangeCases.filter((contractCase) =>
        coveredElements(face, contractCase).includes(pointer),
      );
      return [{ pointer, mutants, cases }];
    });

    test.each(claims)("$pointer", ({ mutants, cases }) => {
      expect(cases).not.toHaveLength(0);
      for (const mutant of mutants) {
        const mutantVerdict = createVerdict(face, mutant);
        const independent = cases.filter(({ exchanges }) =>
          exchanges.every(({ request }) => verdict(request) === mutantVerdict(request)),
        );
        expect(independent.map(({ id }) => id)).toEqual([]);
      }
    });
  });

  test.each(exchangeCases)(
    "an exchange of $id expects the outcome that the schemas imply",
    ({ exchanges }) => {
      expect(exchanges).not.toHaveLength(0);
      for (const { request, expect: expected } of exchanges) {
        const isFault = expected.outcome === "error" && faultsOfSchemas.includes(expected.code);
        if (isFault && breaksRule(request)) continue;
        expect(verdict(request), JSON.stringify(request)).toBe(!isFault);
      }
    },
  );
});
