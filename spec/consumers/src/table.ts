import { readFileSync, writeFileSync } from "node:fs";
import { type Consumer, type Fault, listChecks } from "./consumer.ts";

const readme: URL = new URL("../../README.md", import.meta.url);

const begin = "<!-- `npx pnpm@12 consumers --write` writes the lines up to the end of this list. -->";
const end = "<!-- The end of the list. -->";

const columns: Readonly<Record<string, string>> = {
  generates: "generates",
  compiles: "compiles",
  completes: "completes",
  "prompt-lists": "lists of prompts",
  tokens: "tokens",
  error: "reads an error",
  stream: "streams",
};

/**
 * Formats the table of all code generators, and the reasons below it. It shows what the consumer.yaml files say, which every
 * run compares with what comes out.
 */
export function formatTable(consumers: readonly Consumer[]): string {
  const generators = consumers.filter(({ checks }) => checks === undefined);
  const rows = [
    ["generator", "language", ...Object.values(columns)],
    ...generators.map((consumer) => [
      `[${consumer.name}](${consumer.homepage}) ${consumer.version}`,
      consumer.language,
      ...Object.keys(columns).map((check) => formatCell(consumer, check)),
    ]),
  ];
  const reasons = generators.flatMap(({ name, changes, faults }) => [
    ...(changes === undefined ? [] : [formatReason(name, "generates", { whose: "generator", ...changes })]),
    ...Object.entries(faults).map(([check, fault]) => formatReason(name, check, fault)),
  ]);
  return [alignTable(rows), ...(reasons.length > 0 ? [reasons.join("\n")] : [])].join("\n\n");
}

/** Writes the table to the README. */
export function writeTable(consumers: readonly Consumer[]): void {
  writeFileSync(readme, replaceTable(readFileSync(readme, "utf8"), formatTable(consumers)));
}

/** Returns whether the README has the table as it is now. */
export function isTableCurrent(consumers: readonly Consumer[]): boolean {
  const text = readFileSync(readme, "utf8");
  return replaceTable(text, formatTable(consumers)) === text;
}

function replaceTable(text: string, table: string): string {
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from === -1 || to < from) throw new Error("spec/README.md lacks the comments that enclose the table.");
  return `${text.slice(0, from)}${begin}\n\n${table}\n\n${text.slice(to)}`;
}

function formatReason(name: string, check: string, { whose, issue, why }: Fault): string {
  const label = issue.includes("/pull/") ? "pull request" : "issue";
  return `- **${name}, ${columns[check] ?? check}:** ${why} (the ${whose}'s fault: [${label}](${issue}))`;
}

function formatCell(consumer: Consumer, check: string): string {
  if (consumer.faults[check] !== undefined) return "**no**";
  if (check === "generates" && consumer.changes !== undefined) return "changed";
  const earlier = listChecks(consumer).slice(0, listChecks(consumer).indexOf(check));
  const isBlocked = ["generates", "compiles"].some(
    (step) => earlier.includes(step) && consumer.faults[step] !== undefined,
  );
  return isBlocked || !listChecks(consumer).includes(check) ? "–" : "yes";
}

/** Formats a table with columns of equal width, as `npx pnpm@12 format` leaves it. */
function alignTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const format = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const [head = [], ...body] = rows;
  return [format(head), format(widths.map((width) => "-".repeat(width))), ...body.map(format)].join("\n");
}
