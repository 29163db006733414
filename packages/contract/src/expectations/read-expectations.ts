import { readFile } from "node:fs/promises";
import { UsageError } from "@completions-api/command-line";
import {
  describeFileError,
  type FileProblem,
  formatProblem,
  type Path,
  parseYaml,
  sortProblems,
  type YamlFile,
} from "@completions-api/command-line/yaml";
import { type FaceName, faceNames } from "../faces/face.ts";
import { isObject } from "../is-object.ts";
import { parseJson } from "../parse-json.ts";
import { toVisibleLine } from "../reports/visible-text.ts";
import type { Outcome } from "../results.ts";
import type { Expectations, Expected } from "./expectations.ts";

const outcomes: readonly Outcome[] = [
  "passed",
  "failed",
  "warned",
  "flipped",
  "inconclusive",
  "not-applicable",
];

/**
 * Reads the outcomes that cases are expected to have: from a JSON report of an earlier run, or from a file in JSON or YAML that
 * follows `schema/expectations.schema.json`.
 *
 * @param options.isOptional - true if a missing file is one that expects nothing.
 * @throws UsageError with the place of each problem and its solution, if the file cannot be read or is something else.
 */
export async function readExpectations(
  file: string,
  { isOptional = false }: { readonly isOptional?: boolean } = {},
): Promise<Expectations> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (isOptional && error instanceof Error && "code" in error && error.code === "ENOENT")
      return { cases: new Map() };
    throw new UsageError(`${file}: ${describeFileError(error)}`);
  }
  return readReport(text) ?? readFileOfExpectations(file, text);
}

/** Reads a report of a run. Returns undefined if the text is none. */
function readReport(text: string): Expectations | undefined {
  const report = parseJson(text);
  if (!isObject(report) || !Array.isArray(report.results) || !isObject(report.target)) return undefined;
  const cases = new Map<string, Expected>();
  for (const result of report.results) {
    if (!isObject(result) || typeof result.id !== "string" || !isOutcome(result.outcome)) return undefined;
    cases.set(result.id, { outcome: result.outcome });
  }
  return { ...(isFace(report.target.face) && { face: report.target.face }), cases };
}

function readFileOfExpectations(file: string, text: string): Expectations {
  const yaml = parseYaml(text);
  const problems = [...yaml.problems, ...(yaml.problems.length === 0 ? findProblems(yaml) : [])];
  if (problems.length > 0) {
    const lines = sortProblems(problems).map((problem) => toVisibleLine(formatProblem(file, problem)));
    throw new UsageError(lines.join("\n"));
  }
  // Without problems, the file follows its schema.
  const { face, cases } = yaml.value as {
    readonly face?: FaceName;
    readonly cases: Record<string, Expected | Outcome>;
  };
  const entries = Object.entries(cases).map(
    ([id, expected]) => [id, typeof expected === "string" ? { outcome: expected } : expected] as const,
  );
  return { ...(face !== undefined && { face }), cases: new Map(entries) };
}

function findProblems({ value, problemAt }: YamlFile): readonly FileProblem[] {
  const problems: FileProblem[] = [];
  const report = (path: Path, message: string, at: "value" | "name" = "value"): void => {
    problems.push(problemAt(path, message, at));
  };
  const known = (path: Path, object: Record<string, unknown>, names: readonly string[]): void => {
    for (const name of Object.keys(object).filter((name) => !names.includes(name)))
      report([...path, name], `Unknown property. Use ${names.join(", ")}.`, "name");
  };
  if (!isObject(value) || Array.isArray(value)) {
    report([], "The file must be an object with `cases`, or a JSON report of an earlier run.");
    return problems;
  }
  known([], value, ["$schema", "face", "cases"]);
  if (value.face !== undefined && !isFace(value.face)) report(["face"], `Must be ${faceNames.join(" or ")}.`);
  if (!isObject(value.cases) || Array.isArray(value.cases)) {
    report(["cases"], "Must be an object with the outcome of each case, by its id.");
    return problems;
  }
  for (const [id, expected] of Object.entries(value.cases)) {
    const path = ["cases", id];
    if (!isObject(expected)) {
      if (!isOutcome(expected)) report(path, `Must be one of ${outcomes.join(", ")}, or an object with one.`);
      continue;
    }
    known(path, expected, ["outcome", "reason", "issue"]);
    if (!isOutcome(expected.outcome)) report([...path, "outcome"], `Must be one of ${outcomes.join(", ")}.`);
    for (const name of ["reason", "issue"])
      if (expected[name] !== undefined && typeof expected[name] !== "string")
        report([...path, name], "Must be a string.");
  }
  return problems;
}

function isOutcome(value: unknown): value is Outcome {
  return outcomes.some((outcome) => outcome === value);
}

function isFace(value: unknown): value is FaceName {
  return faceNames.some((face) => face === value);
}
