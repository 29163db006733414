import type { Budgets } from "../auth/caller.ts";
import type { Config } from "../generated/config.ts";

const longBudgets = ["requestsPerDay", "requestsPerMonth", "tokensPerDay", "tokensPerMonth"] as const;

/** Warns of limits per day or month that are counted in memory, where a restart loses them. Returns undefined if there are none. */
export function explainLostBudgets({
  redis,
  limits,
  keys,
  tokens,
  teams,
}: Pick<Config, "redis" | "limits" | "keys" | "tokens" | "teams">): string | undefined {
  if (redis !== undefined) return undefined;
  const all: (Budgets | undefined)[] = [
    limits,
    ...[...keys, ...tokens, ...Object.values(teams)].map(({ limits }) => limits),
  ];
  const used = longBudgets.filter((name) => all.some((limits) => limits?.[name] !== undefined));
  if (used.length === 0) return undefined;
  return `A restart forgets what counts against ${used.map((name) => `\`${name}\``).join(", ")}, because it is counted in memory. Set \`redis\` to keep it.`;
}
