import { readFileSync } from "node:fs";
import type {
  FileResult,
  Location,
  MutantResult,
  MutationTestResult,
} from "mutation-testing-report-schema/api";
import type { MutantOutcome, SourcePlace } from "../outcome.ts";

const root = new URL("../../../../../", import.meta.url);

/** Something that can notice a mutant. */
export interface Detector {
  readonly id: string;
  readonly title: string;
}

/** The things that can notice mutants, by the file that has them. */
export type Detectors = Readonly<Record<string, readonly Detector[]>>;

/**
 * Creates a report in the form of Stryker's `mutation-testing-report-schema`.
 *
 * @param sources - the texts of files that are not in the repository, by their paths. All others are read.
 */
export function toReport(
  outcomes: readonly MutantOutcome[],
  detectors: Detectors,
  sources: Readonly<Record<string, string>> = {},
): MutationTestResult {
  const files = [...new Set(outcomes.map(({ place }) => place.file))];
  return {
    schemaVersion: "2",
    thresholds: { high: 100, low: 100 },
    framework: { name: "@completions-api/mutants" },
    files: Object.fromEntries(
      files.map((file) => [
        file,
        toFile(sources[file] ?? readFileSync(new URL(file, root), "utf8"), file, outcomes),
      ]),
    ),
    testFiles: Object.fromEntries(
      Object.entries(detectors).map(([file, tests]) => [
        file,
        { tests: tests.map(({ id, title }) => ({ id, name: title })) },
      ]),
    ),
  };
}

function toFile(source: string, file: string, outcomes: readonly MutantOutcome[]): FileResult {
  return {
    language: file.endsWith(".json") ? "json" : "typescript",
    source,
    mutants: outcomes.filter(({ place }) => place.file === file).map((outcome) => toMutant(source, outcome)),
  };
}

function toMutant(source: string, outcome: MutantOutcome): MutantResult {
  const {
    id,
    mutator,
    description,
    replacement,
    status,
    reason,
    killedBy,
    testsCompleted,
    durationMs,
    place,
  } = outcome;
  return {
    id,
    mutatorName: mutator,
    description,
    ...(replacement !== undefined && { replacement }),
    status,
    ...(reason !== undefined && { statusReason: reason }),
    ...(killedBy !== undefined && { killedBy: [killedBy] }),
    testsCompleted,
    duration: Math.round(durationMs),
    location: locate(source, place),
  };
}

/** Returns lines and columns, which count from 1. */
function locate(source: string, { start, end }: SourcePlace): Location {
  const [from, to] = [start, end].map((offset) => {
    const lines = source.slice(0, offset).split("\n");
    return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
  });
  if (from === undefined || to === undefined) throw new Error("Two offsets have two positions.");
  return { start: from, end: to };
}
