import { type ContractCase, casesOf, contractCases, type FaceName } from "@completions-api/contract";
import type { Column, Verdict } from "./matrix.ts";

/** A case, and the verdicts on it in the order of the columns. */
export interface MatrixRow {
  readonly contractCase: ContractCase;
  /** Undefined for a column of another face. */
  readonly verdicts: readonly (Verdict | undefined)[];
}

/** Returns a row for each case that any column has. */
export function toRows(columns: readonly Column[]): readonly MatrixRow[] {
  return contractCases
    .map((contractCase) => ({
      contractCase,
      verdicts: columns.map(({ verdicts }) => verdicts[contractCase.id]),
    }))
    .filter(({ verdicts }) => verdicts.some((verdict) => verdict !== undefined));
}

/** Counts a column's verdicts with an outcome. */
export function countOf({ verdicts }: Column, outcome: Verdict["outcome"]): number {
  return Object.values(verdicts).filter((verdict) => verdict.outcome === outcome).length;
}

/** Returns the ids of a face's cases that are new since a column was made. */
export function missingCases({ face, verdicts }: { face: FaceName; verdicts: Column["verdicts"] }): string[] {
  return casesOf(face)
    .map(({ id }) => id)
    .filter((id) => verdicts[id] === undefined);
}
