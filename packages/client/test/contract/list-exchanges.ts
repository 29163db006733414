import type { ContractCase, Exchange } from "@completions-api/contract";
import { byteCases } from "./byte-cases.ts";

/** The requests of a case and what is to come of them; none where it has no such data. */
export function listExchanges(contractCase: ContractCase): readonly Exchange[] {
  return "exchanges" in contractCase ? contractCase.exchanges : (byteCases[contractCase.id] ?? []);
}
