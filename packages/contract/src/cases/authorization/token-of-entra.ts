import type { ContractCase } from "../../contract-case.ts";
import { brief, completes } from "../exchanges.ts";

/** As Entra ID issues them: a JWT, here one that nobody signed. */
const token = [{ typ: "JWT", alg: "RS256" }, { iss: "https://login.microsoftonline.com/common/v2.0" }, {}]
  .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
  .join(".");

export const tokenOfEntra: ContractCase = {
  id: "token-of-entra",
  title: "A token of Entra ID goes where a key does",
  covers: ["#/components/securitySchemes/AADToken"],
  needs: ["any-token"],
  exchanges: [completes(brief, { authorization: `Bearer ${token}` })],
};
