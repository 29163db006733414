import type { FaceName } from "../faces/face.ts";
import {
  type ExplainedFailure,
  explainFailure,
  type FailedResult,
  isFailed,
} from "../reports/explain-failure.ts";
import { formatFound } from "../reports/format-found.ts";
import { formatTotal } from "../reports/format-total.ts";
import { groupByReason, type ReasonGroup } from "../reports/group-by-reason.ts";
import { groupFailures } from "../reports/group-failures.ts";
import { cutLine, toInertLine, toVisibleLine } from "../reports/visible-text.ts";
import type { CaseResult, FoundCapability, Outcome, RunResult, Warning } from "../results.ts";
import { type Colors, colorsOf } from "./colors.ts";

/** A printer of a run to the terminal. */
export interface TerminalReport {
  /** Prints one line about a case that has ended, and the progress of the run. */
  add(result: CaseResult): void;
  /** Prints the failures, the cases without a verdict, the capabilities, the warnings and the total. */
  end(result: RunResult): void;
}

/** A stream to print to. */
interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export interface TerminalReportOptions {
  /** The number of cases. */
  readonly total: number;
  /** Gets the report. By default stdout. */
  readonly output?: Output;
  /** Gets the progress, if it is a terminal. By default stderr. */
  readonly progress?: Output;
  /** By default the variables of the process. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** Prints a run as it proceeds. What servers sent is made visible, so that no terminal obeys it. */
export function createTerminalReport({
  total,
  output = process.stdout,
  progress = process.stderr,
  environment = process.env,
}: TerminalReportOptions): TerminalReport {
  const colors = colorsOf(output, environment);
  const print = (lines: readonly string[]): unknown =>
    output.write(lines.map((line) => `${toInertLine(line)}\n`).join(""));
  const showProgress = (text: string): void => {
    if (progress.isTTY) progress.write(`\r\u001B[K${text}`);
  };
  let count = 0;
  return {
    add(result) {
      count += 1;
      showProgress("");
      print([formatResult(result, colors)]);
      if (count < total) showProgress(`${count} of ${total}`);
    },
    end(run) {
      showProgress("");
      for (const { result, explained, others } of groupFailures(
        run.results.filter(isFailed),
        run.target.face,
      ))
        print(["", ...formatExplained(result, explained, others, colors)]);
      print(section("Without a verdict", groupByReason(run.results).flatMap(formatGroup), colors));
      print(section("Capabilities", run.capabilities.map(formatCapability), colors));
      print(section("Warnings", run.warnings.map(formatWarning), colors));
      print(["", colors.bold(formatTotal(run))]);
    },
  };
}

/** The widest outcome that most cases have. */
const width = "passed".length;

const colorNames: Readonly<Record<Outcome, keyof Colors>> = {
  passed: "green",
  failed: "red",
  flipped: "red",
  warned: "yellow",
  inconclusive: "yellow",
  "not-applicable": "dim",
};

function formatResult({ outcome, id, title }: CaseResult, colors: Colors): string {
  const word = outcome.replace("-", " ").padEnd(width);
  return `${colors[colorNames[outcome]](word)}  ${id}: ${toVisibleLine(title)}`;
}

/** Formats a failure in a few lines: the request, the response, and what it should be. */
export function formatFailure(result: FailedResult, face: FaceName, colors: Colors): readonly string[] {
  return formatExplained(result, explainFailure(result, face), [], colors);
}

/** @param others - the ids of the cases that failed for the same reason. */
function formatExplained(
  result: FailedResult,
  { source, asked, got, wanted, found }: ExplainedFailure,
  others: readonly string[],
  colors: Colors,
): readonly string[] {
  const runs = result.outcome === "flipped" ? ` (failed in ${result.failures} of ${result.runs} runs)` : "";
  return [
    `${formatResult(result, colors)}${runs}`,
    ...(source === undefined ? [] : label("source", [source], colors)),
    ...(asked === undefined ? [] : label("asked", [asked], colors)),
    ...label("got", got, colors),
    ...(wanted === undefined ? [] : label("wanted", [wanted], colors)),
    ...label("found", [found], colors),
    ...(others.length === 0 ? [] : label("also", [`${others.length} more: ${others.join(", ")}`], colors)),
  ];
}

function label(name: string, lines: readonly string[], { dim, bold }: Colors): readonly string[] {
  return lines.map((line, index) => {
    const text = line.startsWith(">") ? bold(line) : line;
    return `  ${index === 0 ? dim(name.padEnd(width)) : " ".repeat(width)}  ${text}`;
  });
}

function section(title: string, lines: readonly string[], { bold }: Colors): readonly string[] {
  return lines.length === 0 ? [] : ["", bold(title), ...lines.map((line) => `  ${line}`)];
}

/** The longest reason and evidence, in UTF-16 code units. */
const longestText = 300;

function toLine(text: string): string {
  return cutLine(text, longestText);
}

function formatGroup({ outcome, reason, ids }: ReasonGroup): readonly string[] {
  return [`${outcome.replace("-", " ")}: ${toLine(reason)}`, `  ${ids.join(", ")}`];
}

function formatCapability({ capability, found, evidence }: FoundCapability): string {
  return `${capability}: ${formatFound(found)} (${toLine(evidence)})`;
}

function formatWarning({ id, message }: Warning): string {
  return `${id}: ${toLine(message)}`;
}
