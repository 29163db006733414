import type { Validation } from "../src/index.ts";

/** Returns the problems of an invalid value as `path: message`, as users see them. */
export function problemsOf(validation: Validation<unknown>): string[] {
  if (validation.valid) return [];
  return validation.problems.map(({ loc, message }) => `${loc.join(".")}: ${message}`);
}
