import { getSystemErrorMap } from "node:util";

/** A problem in a file. */
export interface FileProblem {
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in UTF-16 code units. */
  readonly column: number;
  /** The path of the property, such as `deployments.llama.urls[0]`. Empty if the problem is about the whole file. */
  readonly path: string;
  /** A sentence about the problem and its solution, to follow the path. It contains no values, because these may be secrets. */
  readonly message: string;
}

/** Returns the problems in the order of the file. */
export function sortProblems(problems: readonly FileProblem[]): readonly FileProblem[] {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
}

/** Formats a problem as editors and terminals recognize it: `FILE:LINE:COLUMN: path: message`. */
export function formatProblem(file: string, { line, column, path, message }: FileProblem): string {
  return `${file}:${line}:${column}: ${path === "" ? "" : `${path}: `}${message}`;
}

/** Describes why a file cannot be read, without its path, for example "no such file or directory". */
export function describeFileError(error: unknown): string {
  const number = error instanceof Error && "errno" in error ? Number(error.errno) : Number.NaN;
  const [, message] = getSystemErrorMap().get(number) ?? [];
  return message ?? String(error);
}
