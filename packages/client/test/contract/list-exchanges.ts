import type { ContractCase, Exchange } from "@completions-api/contract";
import { byteCases } from "./byte-cases.ts";

/** Lists a case's requests with their expected outcomes; none if the case has only code. */
export function listExchanges(contractCase: ContractCase): readonly Exchange[] {
  return "exchanges" in contractCase ? contractCase.exchanges : (byteCases[contractCase.id] ?? []);
}
