import type { FaceName, Outcome, RunResult } from "@completions-api/contract";
import type { CompatTarget } from "./targets/target.ts";

/** The verdict on one case. */
export interface Verdict {
  readonly outcome: Outcome;
  /** Undefined if the case passed. */
  readonly reason?: string;
}

/** A column of the matrix: a server, and the verdict on each case of its face, by id. */
export interface Column {
  readonly id: string;
  readonly name: string;
  readonly face: FaceName;
  readonly version: string;
  /** The day of the run, as in 2026-11-30. */
  readonly date: string;
  /** Its project's list of issues. */
  readonly issues?: string;
  readonly requests: number;
  readonly durationMs: number;
  readonly verdicts: Readonly<Record<string, Verdict>>;
}

/** The verdicts on every case, for every server. */
export interface Matrix {
  readonly columns: readonly Column[];
}

/** Returns the column of a run. */
export function toColumn(
  { id, name, face, issues }: CompatTarget,
  version: string,
  { results, startedAt, durationMs }: RunResult,
): Column {
  return {
    ...{ id, name, face, version },
    date: new Date(startedAt).toISOString().slice(0, 10),
    ...(issues !== undefined && { issues }),
    requests: results.reduce((sum, { exchanges }) => sum + exchanges.length, 0),
    durationMs: Math.round(durationMs),
    verdicts: Object.fromEntries(
      results.map((result) => [
        result.id,
        { outcome: result.outcome, ...("reason" in result && { reason: result.reason }) },
      ]),
    ),
  };
}

/**
 * Replaces the columns of a matrix that have been run again, and adds new ones.
 *
 * @param order - the ids of servers whose columns come first, in this order. The others follow by name.
 */
export function mergeColumns(
  matrix: Matrix,
  columns: readonly Column[],
  order: readonly string[] = [],
): Matrix {
  // An endpoint may have a column for each face.
  const merged = new Map([...matrix.columns, ...columns].map((column) => [keyOf(column), column]));
  const place = ({ id }: Column) => (order.includes(id) ? order.indexOf(id) : order.length);
  const compare = (one: Column, other: Column) =>
    place(one) - place(other) ||
    one.name.localeCompare(other.name, "en") ||
    one.face.localeCompare(other.face, "en");
  return { columns: [...merged.values()].toSorted(compare) };
}

function keyOf({ id, face }: Column): string {
  return `${id} ${face}`;
}
