import type { ContractCase } from "../../contract-case.ts";
import { brief, fails } from "../exchanges.ts";

export const tokenScheme: ContractCase = {
  id: "token-scheme",
  title: "What is not `Bearer`, a space and a token is a 401",
  covers: ["#/components/securitySchemes/Authorization"],
  exchanges: [
    "Bearer",
    "Bearer:",
    "Bearer: abcde12345",
    "Basic abcde12345",
    "abcde12345",
    "Bearer abc de",
  ].map((authorization) => fails({ headers: { authorization }, body: brief }, { code: "unauthorized" })),
};
