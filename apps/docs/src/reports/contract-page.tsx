import type { Page } from "../page.ts";
import { CaseList } from "./case-list.tsx";
import { CaseTable } from "./case-table.tsx";
import { contractMarkdown } from "./contract-markdown.ts";
import { columnName, groupRows, readColumns } from "./matrix.ts";
import { MatrixFilter } from "./matrix-filter.tsx";
import { OutcomeLegend } from "./outcome-legend.tsx";
import { ServerTable } from "./server-table.tsx";

/** The page about which servers keep the contract. */
export function contractPage(): Page {
  const columns = readColumns();
  const groups = groupRows(columns);
  const title = "Contract report";
  const description = `The contract kit's last results: ${columns.length} servers, each on every case of its face.`;
  const note =
    "A failed case says that a server does otherwise than this contract, not that it is wrong: most follow OpenAI's API where the contract asks for more, such as its errors.";
  return {
    path: "reports/contract/",
    title,
    description,
    section: "reports",
    script: "reports",
    wide: true,
    targets: groups.flatMap(({ rows }) =>
      rows.map((row) => ({ anchor: row.id, title: row.id, text: row.title })),
    ),
    markdown: contractMarkdown({ title, note, columns, groups }),
    content: (
      <div class="contract-report">
        <h1>{title}</h1>
        <p class="lead">{description}</p>
        <p class="measure">{note}</p>
        <h2 id="servers">Servers</h2>
        <ServerTable columns={columns} />
        <h2 id="cases">Cases</h2>
        <OutcomeLegend />
        <MatrixFilter servers={columns.map(columnName)} />
        <CaseTable columns={columns} groups={groups} />
        <h2 id="reasons">Reasons</h2>
        <p class="measure">Each case, and what each server did. The filter above applies here, too.</p>
        <CaseList columns={columns} groups={groups} />
      </div>
    ),
  };
}
