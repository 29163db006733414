import { briefRequest } from "../../case-helpers/exchanges.ts";
import { rfc } from "../../case-helpers/sources.ts";
import { type ContractCase, Inconclusive } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";
import { readResponse } from "../../http/read-response.ts";
import { sendRequest } from "../../http/send.ts";

export const tokenSchemeCase: ContractCase = {
  id: "token-scheme-case",
  title: "The scheme `Bearer` is case-insensitive",
  faces: ["completions", "openai"],
  needsToken: true,
  sources: [rfc(9110, "11.1", "The name of an authentication scheme is case-insensitive.")],
  covers: ["#/components/securitySchemes/Authorization", "#/components/securitySchemes/ApiKeyAuth"],
  run: async (target) => {
    if (target.token === undefined) throw new Inconclusive("no token was given");
    for (const scheme of ["bearer", "BEARER", "BeArEr"]) {
      const request = { headers: { authorization: `${scheme} ${target.token}` }, body: briefRequest };
      const received = await readResponse(await sendRequest(target, request), request, target);
      expectThat(received.outcome === "completion", `a completion for the scheme ${scheme}`, received);
    }
  },
};
