import { expect, test } from "vitest";
import { explainLostBudgets } from "../../src/config/explain-lost-budgets.ts";

const none = { keys: [], tokens: [], teams: {} };
const key = { name: "a", sha256: "0", weight: 1, priority: "normal" } as const;

test.each([
  ["general limits", { ...none, limits: { tokensPerDay: 1 } }, "`tokensPerDay`"],
  ["a key", { ...none, keys: [key, { ...key, limits: { requestsPerMonth: 1 } }] }, "`requestsPerMonth`"],
  [
    "a team",
    { ...none, teams: { a: { limits: { requestsPerDay: 1, tokensPerMonth: 1 } } } },
    "`requestsPerDay`, `tokensPerMonth`",
  ],
])("a restart forgets the counts for long limits of %s", (_, config, names) => {
  expect(explainLostBudgets(config)).toBe(
    `A restart forgets what counts against ${names}, because it is counted in memory. Set \`redis\` to keep it.`,
  );
});

test("nothing is lost with Redis, or without limits of days and months", () => {
  const limits = { tokensPerDay: 1 };
  const redis = { url: { env: "REDIS_URL" }, cluster: false, whenDown: "refuse" } as const;
  expect(explainLostBudgets({ ...none, limits, redis })).toBeUndefined();
  expect(explainLostBudgets({ ...none, limits: { requestsPerMinute: 1, concurrency: 2 } })).toBeUndefined();
});
