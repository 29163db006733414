import { briefRequest, fails } from "../../case-helpers/exchanges.ts";
import { rfc } from "../../case-helpers/sources.ts";
import { unsignedToken } from "../../case-helpers/unsigned-token.ts";
import type { ContractCase } from "../../contract-case.ts";

export const tokenUnknown: ContractCase = {
  id: "token-unknown",
  title: "An unknown token gets a 401",
  faces: ["completions", "openai"],
  sources: [rfc(6750, "3.1", "A token that is expired, revoked or otherwise invalid gets a 401.")],
  covers: ["#/components/securitySchemes/Authorization", "#/components/securitySchemes/ApiKeyAuth"],
  needs: ["known-tokens"],
  exchanges: ["moby-dick-9000", unsignedToken].map((token) =>
    fails({ headers: { authorization: `Bearer ${token}` }, body: briefRequest }, { code: "unauthorized" }),
  ),
};
