import { briefRequest, fails } from "../../case-helpers/exchanges.ts";
import { checkResponse } from "../../check-response.ts";
import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";
import { readResponse } from "../../http/read-response.ts";
import { sendRequest } from "../../http/send.ts";

export const contextLength: ContractCase = {
  id: "context-length",
  title: "A request that exceeds the context length gets a 400 with the words that clients look for",
  faces: ["completions", "openai"],
  covers: ["#/components/schemas/ErrorCode/enum/context_length_exceeded"],
  runsLast: true,
  run: async (target) => {
    // A stream first: a server that accepts it would generate until its context is full.
    for (const stream of [true, false]) {
      const exchange = fails(
        { body: { ...briefRequest, max_tokens: 1_000_000_000, stream } },
        { code: "context_length_exceeded", param: "max_tokens", mentions: ["maximum context length"] },
      );
      const response = await sendRequest(target, exchange.request);
      if (response.status === 200) await response.body?.cancel();
      expectThat(response.status !== 200, "error context_length_exceeded", "completion");
      checkResponse(exchange, await readResponse(response, exchange.request, target), target.face);
    }
  },
};
