import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";
import { readAnswer } from "../../http/read-answer.ts";
import { sendRequest } from "../../http/send.ts";
import { brief } from "../exchanges.ts";

export const tokenSchemeCase: ContractCase = {
  id: "token-scheme-case",
  title: "The word `Bearer` may be in any case",
  covers: ["#/components/securitySchemes/Authorization"],
  run: async (target) => {
    for (const scheme of ["bearer", "BEARER", "BeArEr"]) {
      const request = { headers: { authorization: `${scheme} ${target.token}` }, body: brief };
      const answer = await readAnswer(await sendRequest(target, request), request);
      expectThat(answer.outcome === "completion", `a completion for ${scheme} and a token`, answer);
    }
  },
};
