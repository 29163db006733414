import { type ContractCase, contractCases } from "@completions-api/contract";
import { expect, test } from "vitest";
import { beyondClients } from "./beyond-clients.ts";
import { byteCases } from "./byte-cases.ts";
import { exampleResponses } from "./examples.ts";
import { listExchanges } from "./list-exchanges.ts";
import { toClientCall, UnsendableError } from "./to-client-call.ts";

/** Why no client can run a case; undefined where it can. */
function whyNot(contractCase: ContractCase): string | undefined {
  const { id } = contractCase;
  const requests = [
    ...listExchanges(contractCase),
    ...exampleResponses.filter((example) => example.id === id),
  ];
  if (requests.length === 0) return beyondClients[id] ?? "might";
  try {
    for (const { request } of requests) toClientCall(request);
    return undefined;
  } catch (error) {
    if (error instanceof UnsendableError) return error.message;
    throw error;
  }
}

test("no case is left out but those that no client can run", () => {
  const reasons = contractCases.flatMap((contractCase) => {
    const reason = whyNot(contractCase);
    return reason === undefined ? [] : [[contractCase.id, reason]];
  });
  expect(Object.fromEntries(reasons)).toEqual(beyondClients);
});

test.for(Object.keys(byteCases))("%s has no data of its own", (id) => {
  expect(contractCases.find((contractCase) => contractCase.id === id)).toHaveProperty("run");
});
