import { UsageError } from "@completions-api/command-line";
import { type FamilyMember, listMembers } from "../catalogue/index.ts";

/** The name by which the mutations of the spec are chosen. */
const spec = "spec";

/** The mutants of a run. */
interface ChosenMutants {
  readonly members: readonly FamilyMember[];
  /** True if the run turns the statements of the spec, too. */
  readonly hasSpec: boolean;
}

/**
 * Chooses broken servers by family or id, or the mutations of the spec by the name `spec`; all of them if `only` is empty.
 *
 * @throws UsageError if a name is none of these.
 */
export function chooseMutants(only: readonly string[]): ChosenMutants {
  const all = listMembers();
  const matches = (name: string, { family, broken }: FamilyMember) => name === family || name === broken.id;
  const unknown = only.filter((name) => name !== spec && !all.some((member) => matches(name, member)));
  if (unknown.length > 0) {
    const families = [...new Set(all.map(({ family }) => family)), spec].join(", ");
    throw new UsageError(
      `There is no family and no mutant called ${unknown.join(", ")}. Families: ${families}.`,
    );
  }
  return {
    members: all.filter((member) => only.length === 0 || only.some((name) => matches(name, member))),
    hasSpec: only.length === 0 || only.includes(spec),
  };
}
