import type { Config } from "../generated/config.ts";
import { explainLostBudgets } from "./explain-lost-budgets.ts";
import { explainExcess } from "./worst-case-memory.ts";

/**
 * Lists the warnings of a valid configuration, each in one or more sentences.
 *
 * @param workers - the number of processes that serve.
 */
export function listWarnings(config: Config, workers: number): readonly string[] {
  return [explainExcess(config, workers), explainLostBudgets(config)].filter(
    (warning) => warning !== undefined,
  );
}
