import { readdirSync } from "node:fs";
import { type FaceName, type Outcome, suiteOf } from "@completions-api/contract";
import { readRepositoryFile } from "../repository.ts";

interface Verdict {
  readonly outcome: Outcome;
  /** Absent if the case passed. */
  readonly reason?: string;
}

/** A server of the matrix, as `docs/compatibility.json` has it. */
export interface Column {
  readonly id: string;
  readonly name: string;
  readonly face: FaceName;
  readonly version: string;
  /** The day of the run. */
  readonly date: string;
  readonly requests: number;
  readonly verdicts: Readonly<Record<string, Verdict>>;
}

/** A case, and each server's verdict on it. */
export interface Row {
  readonly id: string;
  readonly title: string;
  /** In the order of the columns. Undefined for a server of the other face. */
  readonly verdicts: readonly (Verdict | undefined)[];
}

/** Cases on one subject: those of one folder of the contract kit. */
export interface RowGroup {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** Reads the last results of the contract kit. */
export function readColumns(): readonly Column[] {
  // `npx pnpm@12 compat` writes the file.
  return (JSON.parse(readRepositoryFile("docs/compatibility.json")) as { readonly columns: Column[] })
    .columns;
}

/** Groups every case that any server has a verdict on. */
export function groupRows(columns: readonly Column[]): readonly RowGroup[] {
  const titles = new Map(
    [...suiteOf("completions"), ...suiteOf("openai")].map(({ id, title }) => [id, title]),
  );
  const known = columns.flatMap(({ verdicts }) => Object.keys(verdicts));
  const ids = new Set([...titles.keys(), ...known]);
  const folders = caseFolders();
  const groups = new Map<string, Row[]>();
  for (const id of ids) {
    const verdicts = columns.map((column) => column.verdicts[id]);
    if (verdicts.every((verdict) => verdict === undefined)) continue;
    // The cases of the spec's examples are made from data, and have no file each.
    const folder = folders.get(id) ?? "examples";
    groups.set(folder, [...(groups.get(folder) ?? []), { id, title: titles.get(id) ?? id, verdicts }]);
  }
  return Array.from(groups, ([folder, rows]) => ({ title: titleOf(folder), rows }));
}

/** Counts a server's verdicts with an outcome. */
export function countOutcome({ verdicts }: Column, outcome: Outcome): number {
  return Object.values(verdicts).filter((verdict) => verdict.outcome === outcome).length;
}

/** Counts the cases that say something for or against a server. */
export function countDecided(column: Column): number {
  const decided: readonly Outcome[] = ["passed", "failed", "warned", "flipped"];
  return decided.reduce((sum, outcome) => sum + countOutcome(column, outcome), 0);
}

/** Names a server. Both faces of a server are columns. */
export function columnName({ name, face }: Column): string {
  return `${name} (${face})`;
}

function caseFolders(): ReadonlyMap<string, string> {
  const cases = new URL("../../../../packages/contract/src/cases/", import.meta.url);
  const files = readdirSync(cases, { recursive: true, encoding: "utf8" });
  return new Map(
    files.flatMap((file) => {
      const [, folder, id] = /^(.+)\/(.+)\.ts$/.exec(file) ?? [];
      return folder === undefined || id === undefined ? [] : [[id, folder]];
    }),
  );
}

function titleOf(folder: string): string {
  return folder === "openai" ? "OpenAI's parameters" : folder.charAt(0).toUpperCase() + folder.slice(1);
}
