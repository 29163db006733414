import { href } from "../page.ts";
import type { Column, Row, RowGroup } from "./matrix.ts";
import { outcomes } from "./outcomes.ts";

interface CaseTableProps {
  readonly columns: readonly Column[];
  readonly groups: readonly RowGroup[];
}

/** Every case against every server. Its headers stay in view while it scrolls. */
export function CaseTable({ columns, groups }: CaseTableProps) {
  return (
    <section class="matrix-scroll" tabIndex={0} aria-label="Cases and servers">
      <table class="matrix" id="matrix">
        <thead>
          <tr>
            <th scope="col">Case</th>
            {columns.map(({ id, name, face }) => (
              <th key={id} scope="col">
                <span>
                  {name} <small>{face}</small>
                </span>
              </th>
            ))}
          </tr>
        </thead>
        {groups.map(({ title, rows }) => (
          <tbody key={title}>
            <tr class="group">
              <th scope="rowgroup" colSpan={columns.length + 1}>
                <span>{title}</span>
              </th>
            </tr>
            {rows.map((row) => (
              <CaseRow key={row.id} row={row} />
            ))}
          </tbody>
        ))}
      </table>
    </section>
  );
}

function CaseRow({ row: { id, title, verdicts } }: { readonly row: Row }) {
  return (
    <tr data-case={id}>
      <th scope="row">
        <a href={href("reports/contract/", id)} title={title}>
          {id}
        </a>
      </th>
      {verdicts.map((verdict, index) => (
        <td key={index} data-outcome={verdict?.outcome}>
          {verdict && (
            <>
              <span aria-hidden="true">{outcomes[verdict.outcome].sign}</span>
              <span class="visually-hidden">{outcomes[verdict.outcome].words}</span>
            </>
          )}
        </td>
      ))}
    </tr>
  );
}
