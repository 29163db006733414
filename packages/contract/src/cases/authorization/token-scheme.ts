import { briefRequest } from "../../case-helpers/exchanges.ts";
import { expectError } from "../../case-helpers/expect-error.ts";
import { rfc } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";

export const tokenScheme: ContractCase = {
  id: "token-scheme",
  title: "An `Authorization` header other than `Bearer`, a space and a token gets a 401",
  faces: ["completions", "openai"],
  needsToken: true,
  sources: [
    rfc(6750, "2.1", "The header is `Bearer`, a space and one token, which has no spaces and no colons."),
    rfc(9110, "15.5.2", "A 401 says that the request lacks valid credentials."),
  ],
  covers: ["#/components/securitySchemes/Authorization", "#/components/securitySchemes/ApiKeyAuth"],
  run: async (target) => {
    const { token = "" } = target;
    const body = JSON.stringify(briefRequest);
    for (const authorization of [
      "Bearer",
      "Bearer:",
      `Bearer: ${token}`,
      `Bearer:${token}`,
      `Basic ${token}`,
      token,
      `Bearer ${token} ${token}`,
    ]) {
      await expectError(target, { headers: { authorization }, body }, "unauthorized");
    }
  },
};
