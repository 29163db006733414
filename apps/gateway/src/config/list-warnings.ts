import { explainExpiredKeys } from "./explain-expired-keys.ts";
import { explainLostBudgets } from "./explain-lost-budgets.ts";
import type { CheckedConfig } from "./read-config.ts";
import { explainExcess } from "./worst-case-memory.ts";

/**
 * Lists the warnings of a valid configuration, each in one or more sentences.
 *
 * @param workers - the number of processes that serve.
 */
export function listWarnings(checked: CheckedConfig, workers: number): readonly string[] {
  const { config } = checked;
  return [explainExcess(config, workers), explainLostBudgets(config), explainExpiredKeys(checked)].filter(
    (warning) => warning !== undefined,
  );
}
