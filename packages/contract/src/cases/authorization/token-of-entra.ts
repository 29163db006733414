import type { ContractCase } from "../../contract-case.ts";
import { brief, completes } from "../exchanges.ts";
import { unsignedToken } from "../unsigned-token.ts";

export const tokenOfEntra: ContractCase = {
  id: "token-of-entra",
  title: "A token of Entra ID goes where a key does",
  covers: ["#/components/securitySchemes/AADToken"],
  needs: ["any-token"],
  exchanges: [completes(brief, { authorization: `Bearer ${unsignedToken}` })],
};
