import type { RunRecord } from "../run-record.ts";

/** Opens a file with a recorded run. */
export function ImportPanel(_: { onImport(record: RunRecord): void }) {
  return <p class="muted">No file was opened.</p>;
}
