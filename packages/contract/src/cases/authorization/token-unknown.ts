import type { ContractCase } from "../../contract-case.ts";
import { brief, fails } from "../exchanges.ts";
import { unsignedToken } from "../unsigned-token.ts";

export const tokenUnknown: ContractCase = {
  id: "token-unknown",
  title: "A token that nobody issued is a 401",
  covers: ["#/components/securitySchemes/Authorization"],
  needs: ["known-tokens"],
  exchanges: ["moby-dick-9000", unsignedToken].map((token) =>
    fails({ headers: { authorization: `Bearer ${token}` }, body: brief }, { code: "unauthorized" }),
  ),
};
