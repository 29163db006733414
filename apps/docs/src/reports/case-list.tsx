import type { Column, Row, RowGroup } from "./matrix.ts";
import { outcomes } from "./outcomes.ts";
import { reasonsOf } from "./reasons.ts";
import { visibleText } from "./visible-text.ts";

interface CaseListProps {
  readonly columns: readonly Column[];
  readonly groups: readonly RowGroup[];
}

/** Every case with what it states, and each server's reason on demand. */
export function CaseList({ columns, groups }: CaseListProps) {
  return (
    <div class="case-list">
      {groups.map(({ title, rows }) => (
        <section key={title}>
          <h3>{title}</h3>
          {rows.map((row) => (
            <CaseReasons key={row.id} row={row} columns={columns} />
          ))}
        </section>
      ))}
    </div>
  );
}

function CaseReasons({ row, columns }: { readonly row: Row; readonly columns: readonly Column[] }) {
  const failures = row.verdicts.filter((verdict) => verdict?.outcome === "failed").length;
  return (
    <details data-case={row.id}>
      <summary>
        <code>{row.id}</code> {row.title} <span class="muted nowrap">{failures} failed</span>
      </summary>
      {/* Here and not at the element around it: a browser opens the elements around the target of a link. */}
      <dl id={row.id}>
        {reasonsOf(row, columns).map(({ outcome, text, servers }) => (
          <div key={`${outcome} ${text}`}>
            <dt>
              <span class="sign" data-outcome={outcome} aria-hidden="true">
                {outcomes[outcome].sign}
              </span>{" "}
              {outcomes[outcome].words}: {servers.join(", ")}
            </dt>
            {text !== "" && <dd>{visibleText(text)}</dd>}
          </div>
        ))}
      </dl>
    </details>
  );
}
