import { type ContractCase, casesOf } from "@completions-api/contract";
import { expect, test } from "vitest";
import { byteCases } from "./byte-cases.ts";
import { exampleResponses } from "./examples.ts";
import { listExchanges } from "./list-exchanges.ts";
import { toClientCall, UnsendableError } from "./to-client-call.ts";
import { unsupportedCases } from "./unsupported-cases.ts";

/** Returns the reason why no client can run a case; undefined if a client can. */
function reasonToSkip(contractCase: ContractCase): string | undefined {
  const { id } = contractCase;
  const requests = [
    ...listExchanges(contractCase),
    ...exampleResponses.filter((example) => example.id === id),
  ];
  if (requests.length === 0) return unsupportedCases[id] ?? "might";
  try {
    for (const { request } of requests) toClientCall(request);
    return undefined;
  } catch (error) {
    if (error instanceof UnsendableError) return error.message;
    throw error;
  }
}

test("only cases that no client can run are left out", () => {
  const reasons = casesOf("completions").flatMap((contractCase) => {
    const reason = reasonToSkip(contractCase);
    return reason === undefined ? [] : [[contractCase.id, reason]];
  });
  expect(Object.fromEntries(reasons)).toEqual(unsupportedCases);
});

test.for(Object.keys(byteCases))("the contract's case %s has no exchanges", (id) => {
  expect(casesOf("completions").find((contractCase) => contractCase.id === id)).toHaveProperty("run");
});
