import { type Column, countDecided, countOutcome } from "./matrix.ts";

/** One line for each server: its version, and how much of the contract it keeps. */
export function ServerTable({ columns }: { readonly columns: readonly Column[] }) {
  return (
    <section class="scroll" tabIndex={0} aria-label="Servers">
      <table class="table servers">
        <thead>
          <tr>
            <th scope="col">Server</th>
            <th scope="col">Face</th>
            <th scope="col">Version</th>
            <th scope="col">Tested</th>
            <th scope="col">Passed</th>
            <th scope="col">Not offered</th>
          </tr>
        </thead>
        <tbody>
          {columns.map((column) => (
            <tr key={column.id}>
              <th scope="row">{column.name}</th>
              <td>{column.face}</td>
              <td>{column.version}</td>
              <td class="nowrap">{column.date}</td>
              <td class="nowrap">
                <Share part={countOutcome(column, "passed")} whole={countDecided(column)} />
              </td>
              <td>{countOutcome(column, "not-applicable")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Share({ part, whole }: { readonly part: number; readonly whole: number }) {
  return (
    <>
      <svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect class="share-whole" width="100" height="8" />
        <rect class="share-part" width={((100 * part) / whole).toFixed(1)} height="8" />
      </svg>
      {part} of {whole}
    </>
  );
}
