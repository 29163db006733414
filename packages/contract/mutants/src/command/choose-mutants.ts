import { UsageError } from "@completions-api/command-line";
import { type FamilyMember, listMembers } from "../catalogue/index.ts";

/**
 * Chooses broken servers by family or id; all of them if `only` is empty.
 *
 * @throws UsageError if a name is neither.
 */
export function chooseMutants(only: readonly string[]): readonly FamilyMember[] {
  const all = listMembers();
  const unknown = only.filter(
    (name) => !all.some(({ family, broken }) => name === family || name === broken.id),
  );
  if (unknown.length > 0) {
    const families = [...new Set(all.map(({ family }) => family))].join(", ");
    throw new UsageError(
      `There is no family and no mutant called ${unknown.join(", ")}. Families: ${families}.`,
    );
  }
  return all.filter(
    ({ family, broken }) => only.length === 0 || only.includes(family) || only.includes(broken.id),
  );
}
