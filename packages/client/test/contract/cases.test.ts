import {
  type ContractCase,
  casesOf,
  checkResponse,
  type ReceivedCompletion,
} from "@completions-api/contract";
import { startMock } from "@completions-api/mock";
import { errorResponse, unauthorized } from "@completions-api/protocol";
import { afterAll, describe, expect, test } from "vitest";
import { respond } from "../support/responses.ts";
import { serve } from "../support/serve.ts";
import { callClient } from "./call-client.ts";
import { clients } from "./clients.ts";
import { listExchanges } from "./list-exchanges.ts";
import { toClientCall } from "./to-client-call.ts";
import { unsupportedCases } from "./unsupported-cases.ts";

const mock = await startMock({ port: 0 });
afterAll(() => mock.close());

// The mock accepts any token. Only one case needs a server that does not, and its tokens must all be refused.
const refusal = errorResponse(unauthorized("The token is unknown"));
const refusing = await serve(respond(refusal.status, "application/json", refusal.body, refusal.headers));
afterAll(() => refusing[Symbol.asyncDispose]());

function baseUrlOf({ needs = [] }: ContractCase): string {
  return needs.includes("known-tokens") ? refusing.url : mock.url;
}

const cases = casesOf("completions").filter(
  (contractCase) => !(contractCase.id in unsupportedCases) && listExchanges(contractCase).length > 0,
);

describe.for(clients)("%s", ([, createClient]) => {
  test.for(cases)("$id: $title", async (contractCase) => {
    const completions: ReceivedCompletion[] = [];
    for (const exchange of listExchanges(contractCase)) {
      const call = toClientCall(exchange.request);
      const { credential } = call;
      const client = createClient({ baseUrl: baseUrlOf(contractCase), credential, maxRetries: 0 });
      const response = await callClient(client, call);
      expect(() => checkResponse(exchange, response)).not.toThrow();
      if (response.outcome === "completion") completions.push(response);
    }
    if ("check" in contractCase) contractCase.check?.(completions);
  });
});
