import type { Budgets } from "../auth/caller.ts";
import type { Config } from "../generated/config.ts";

const longBudgets = ["requestsPerDay", "requestsPerMonth", "tokensPerDay", "tokensPerMonth"] as const;

/**
 * Explains that limits per day or month are counted in memory, where a restart loses the counts. Returns undefined if there are none,
 * or if they are counted in Redis.
 */
export function explainLostBudgets({
  redis,
  limits,
  teams,
  keys,
  tokens,
}: Pick<Config, "redis" | "limits" | "teams" | "keys" | "tokens">): string | undefined {
  if (redis !== undefined) return undefined;
  const owners = [...Object.values(teams), ...keys, ...tokens];
  const all: readonly (Budgets | undefined)[] = [limits, ...owners.map((owner) => owner.limits)];
  const lost = longBudgets.filter((name) => all.some((budgets) => budgets?.[name] !== undefined));
  if (lost.length === 0) return undefined;
  const names = lost.map((name) => `\`${name}\``).join(", ");
  return `A restart forgets what counts against ${names}, because it is counted in memory. Set \`redis\` to keep it.`;
}
