import { UsageError } from "@completions-api/command-line";
import type { RunResult } from "../results.ts";

/** A form that the result of a run is reported in. */
export interface ReportKind {
  /** The end of the names of its files, such as `.xml`, or the word that stands for stdout. */
  readonly name: string;
  /** The form, in the words of the help. */
  readonly description: string;
  /** Formats a result. The formatter is loaded only then: most runs need none. */
  readonly format: (result: RunResult) => Promise<string>;
  /** True for a form that a program reads from stdout, so that it has no file. */
  readonly isPrinted?: true;
}

/** The forms of a report. Where several match a file's name, the first counts. */
export const reportKinds: readonly ReportKind[] = [
  {
    name: ".badge.json",
    description: "JSON for a badge of shields.io",
    format: async (result) => (await import("./badge.ts")).formatBadge(result),
  },
  {
    name: ".json",
    description: "JSON for programs, which follows the package's report.schema.json",
    format: async (result) => (await import("./json.ts")).formatJson(result),
  },
  {
    name: ".xml",
    description: "JUnit's XML, for CI servers",
    format: async (result) => (await import("./junit.ts")).formatJUnit(result),
  },
  {
    name: ".md",
    description: "Markdown, for the summary of a job on GitHub",
    format: async (result) => (await import("./markdown.ts")).formatMarkdown(result),
  },
  {
    name: ".html",
    description: "page in one file, for people",
    format: async (result) => (await import("./html/page.ts")).formatHtml(result),
  },
  {
    name: ".har",
    description: "HTTP Archive of every exchange",
    format: async (result) => JSON.stringify((await import("./har.ts")).toHar(result), null, 2),
  },
  {
    name: "github",
    description: "printed to stdout: commands that GitHub shows as annotations of a workflow's run",
    format: async (result) => (await import("./github.ts")).formatGithub(result),
    isPrinted: true,
  },
];

/**
 * Returns the form of a report.
 *
 * @param file - the name of a file, or the word that stands for stdout.
 * @throws UsageError if the name belongs to no form.
 */
export function findReportKind(file: string, label = "The report"): ReportKind {
  const found = reportKinds.find(({ name, isPrinted }) => (isPrinted ? file === name : file.endsWith(name)));
  if (found) return found;
  const [ends, words] = [false, true].map((isWord) =>
    reportKinds.filter(({ isPrinted = false }) => isPrinted === isWord).map(({ name }) => name),
  );
  throw new UsageError(
    `${label} must end with ${ends?.join(", ")}, or be ${words?.join(", ")}, not ${JSON.stringify(file)}.`,
  );
}
