import { suiteOf } from "@completions-api/contract";
import type { Column, Verdict } from "./matrix.ts";

/** A case, and the verdicts on it in the order of the columns. */
export interface MatrixRow {
  readonly id: string;
  readonly title: string;
  /** Undefined for a column of another face. */
  readonly verdicts: readonly (Verdict | undefined)[];
}

/** Returns a row for each case that any column has. */
export function toRows(columns: readonly Column[]): readonly MatrixRow[] {
  // Cases of both faces have one id.
  const titles = new Map(
    [...suiteOf("completions"), ...suiteOf("openai")].map(({ id, title }) => [id, title]),
  );
  return Array.from(titles, ([id, title]) => ({
    id,
    title,
    verdicts: columns.map(({ verdicts }) => verdicts[id]),
  })).filter(({ verdicts }) => verdicts.some((verdict) => verdict !== undefined));
}

/** Counts a column's verdicts with an outcome. */
export function countOf({ verdicts }: Column, outcome: Verdict["outcome"]): number {
  return Object.values(verdicts).filter((verdict) => verdict.outcome === outcome).length;
}
