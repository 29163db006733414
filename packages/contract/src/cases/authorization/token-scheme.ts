import type { ContractCase } from "../../contract-case.ts";
import { brief } from "../exchanges.ts";
import { expectError } from "../expect-error.ts";

export const tokenScheme: ContractCase = {
  id: "token-scheme",
  title: "What is not `Bearer`, a space and a token is a 401",
  covers: ["#/components/securitySchemes/Authorization"],
  run: async (target) => {
    const { token } = target;
    const body = JSON.stringify(brief);
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
