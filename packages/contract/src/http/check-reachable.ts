import { type Budget, BudgetSpent } from "../budget.ts";

/**
 * Checks that a server answers at a URL, whatever it answers. Nothing is asked if the budget is spent.
 *
 * @param timeout - in milliseconds.
 * @throws the network error of a server that does not.
 */
export async function checkReachable(url: string, timeout: number, budget: Budget): Promise<void> {
  try {
    budget.take(0);
  } catch (error) {
    if (error instanceof BudgetSpent) return;
    throw error;
  }
  const response = await fetch(url, { signal: AbortSignal.timeout(timeout), redirect: "manual" });
  await response.body?.cancel();
}
