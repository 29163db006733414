import { briefRequest, completes } from "../../case-helpers/exchanges.ts";
import { rfc } from "../../case-helpers/sources.ts";
import { unsignedToken } from "../../case-helpers/unsigned-token.ts";
import type { ContractCase } from "../../contract-case.ts";

export const tokenOfEntra: ContractCase = {
  id: "token-of-entra",
  title: "An Entra ID token is accepted in place of a key",
  sources: [rfc(6750, "2.1", "A bearer token follows `Bearer` in the header `Authorization`.")],
  covers: ["#/components/securitySchemes/AADToken"],
  needs: ["any-token"],
  exchanges: [completes(briefRequest, { authorization: `Bearer ${unsignedToken}` })],
};
