import type { SkippedPeer } from "./peer.ts";
import { aspects, type Rating, score } from "./score.ts";

/** A tool and what it says about the cases that it can read. */
export interface RatedPeer {
  readonly name: string;
  readonly ratings: readonly Rating[];
}

/** Prints precision and recall of each tool as a Markdown table, then each tool's errors. */
export function printScores(rated: readonly RatedPeer[], skipped: readonly SkippedPeer[]): void {
  const rows = rated.map(({ name, ratings }) => [
    name,
    String(ratings.length),
    ...aspects.map((aspect) => {
      const { precision, recall } = score(ratings, aspect);
      return `${format(precision)} / ${format(recall)}`;
    }),
  ]);
  printTable([["precision / recall", "cases", ...aspects], ...rows]);
  for (const { name, reason } of skipped) console.log(`\n${name} is not measured: ${reason}`);
  for (const { name, ratings } of rated) {
    const { missed, falseAlarms } = score(ratings, "verdict");
    printNames(`${name} misses`, missed);
    printNames(`${name} raises a false alarm in`, falseAlarms);
  }
}

function format(value: number | undefined): string {
  return value === undefined ? "–" : value.toFixed(2);
}

function printTable(rows: readonly (readonly string[])[]): void {
  const [head = []] = rows;
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const [first = "", ...rest] = rows.map(line);
  console.log([first, line(widths.map((width) => "-".repeat(width))), ...rest].join("\n"));
}

function printNames(title: string, names: readonly string[]): void {
  if (names.length === 0) return;
  console.log(`\n${title} (${names.length}):`);
  for (const name of names) console.log(`  ${name}`);
}
