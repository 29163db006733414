import type { Validation } from "@completions-api/validators";

/** A line for each problem, which leaves out the value at fault: it may be a completion's text. */
export function describeProblems(validation: Validation<unknown>): string[] {
  if (validation.valid) return [];
  return validation.problems.map(({ loc, message }) => `${loc.join(".")} ${message}`);
}
