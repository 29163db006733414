import { type Column, columnName, countDecided, countOutcome, type RowGroup } from "./matrix.ts";
import { outcomeNames, outcomes } from "./outcomes.ts";
import { reasonsOf } from "./reasons.ts";
import { markdownCode } from "./visible-text.ts";

interface ContractMarkdown {
  readonly title: string;
  readonly note: string;
  readonly columns: readonly Column[];
  readonly groups: readonly RowGroup[];
}

/** The contract report in Markdown: the servers, then each case with the reasons. */
export function contractMarkdown({ title, note, columns, groups }: ContractMarkdown): string {
  const legend = outcomeNames.map((name) => `${outcomes[name].sign} ${outcomes[name].words}`).join(", ");
  const servers = columns.map(
    (column) =>
      `| ${columnName(column)} | ${column.version} | ${column.date} | ${countOutcome(column, "passed")} of ${countDecided(column)} |`,
  );
  const cases = groups.map(({ title, rows }) => {
    const entries = rows.map((row) => {
      const reasons = reasonsOf(row, columns).map(
        ({ outcome, text, servers }) =>
          `- ${outcomes[outcome].sign} ${servers.join(", ")}${text === "" ? "" : `: ${markdownCode(text)}`}`,
      );
      return `### ${row.id}\n\n${row.title}\n\n${reasons.join("\n")}`;
    });
    return `## ${title}\n\n${entries.join("\n\n")}`;
  });
  return [
    `# ${title}`,
    note,
    `${legend}.`,
    `## Servers\n\n| server | version | tested | passed |\n| --- | --- | --- | --- |\n${servers.join("\n")}`,
    ...cases,
  ].join("\n\n");
}
