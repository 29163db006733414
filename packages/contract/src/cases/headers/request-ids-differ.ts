import { briefRequest } from "../../case-helpers/exchanges.ts";
import { type ContractCase, Inconclusive } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";
import { sendRequest } from "../../http/send.ts";

export const requestIdsDiffer: ContractCase = {
  id: "request-ids-differ",
  title: "If responses have an `x-request-id`, each has its own",
  faces: ["completions", "openai"],
  level: "should",
  covers: ["#/components/responses/Completion/headers/x-request-id"],
  run: async (target) => {
    const ids: string[] = [];
    for (const max_tokens of [1, 1, 1, 0, 0, 0]) {
      // Those with 0 are refused, which costs nothing.
      const response = await sendRequest(target, { body: { ...briefRequest, max_tokens } });
      await response.arrayBuffer();
      ids.push(...[response.headers.get("x-request-id")].flatMap((id) => id ?? []));
    }
    if (ids.length < 2) throw new Inconclusive("the responses have no x-request-id");
    expectThat(new Set(ids).size === ids.length, "a different x-request-id for each request", ids);
  },
};
