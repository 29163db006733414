import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { MutationTestResult } from "mutation-testing-report-schema/api";

const elements = fileURLToPath(import.meta.resolve("mutation-testing-elements/mutation-test-elements.js"));

/** Creates a page that shows a report with Stryker's elements, and loads nothing. */
export function toPage(report: MutationTestResult, title: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<script>${endsNoScript(readFileSync(elements, "utf8"))}</script>
</head>
<body>
<mutation-test-report-app title-postfix="${title}"></mutation-test-report-app>
<script>document.querySelector("mutation-test-report-app").report = ${endsNoScript(JSON.stringify(report))};</script>
</body>
</html>
`;
}

/** Writes a script so that nothing in it ends the element that holds it: \`<\` occurs in it only in strings and as an operator. */
function endsNoScript(script: string): string {
  return script.replaceAll(/<(?=\/script|!--|script)/gi, "\\x3C");
}
