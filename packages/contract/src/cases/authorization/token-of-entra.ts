import { briefRequest, completes } from "../../case-helpers/exchanges.ts";
import { unsignedToken } from "../../case-helpers/unsigned-token.ts";
import type { ContractCase } from "../../contract-case.ts";

export const tokenOfEntra: ContractCase = {
  id: "token-of-entra",
  title: "An Entra ID token is accepted in place of a key",
  covers: ["#/components/securitySchemes/AADToken"],
  needs: ["any-token"],
  exchanges: [completes(briefRequest, { authorization: `Bearer ${unsignedToken}` })],
};
