import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { MutationTestResult } from "mutation-testing-report-schema/api";
import { toPage } from "./to-page.ts";

/** Writes a report as `NAME.json` and as `NAME.html`. Returns the path of the page. */
export function writeReport(
  folder: string,
  {
    name,
    title,
    report,
  }: { readonly name: string; readonly title: string; readonly report: MutationTestResult },
): string {
  mkdirSync(folder, { recursive: true });
  const page = join(folder, `${name}.html`);
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(page, toPage(report, title));
  return page;
}
