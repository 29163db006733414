import { getSystemErrorMessage } from "node:util";

/** A problem in a configuration file. */
export interface ConfigProblem {
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in UTF-16 code units. */
  readonly column: number;
  /** The path of the property, such as `deployments.llama.urls[0]`. Empty if the problem is about the whole file. */
  readonly path: string;
  /** A sentence about the problem and its solution, to follow the path. It contains no values, because these may be secrets. */
  readonly message: string;
}

/** A configuration that the gateway cannot run with. Its message has one line per problem. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  /** The problems, in the order of the file. */
  readonly problems: readonly ConfigProblem[];

  /** @param file - the path of the file; undefined if the configuration does not come from a file. */
  constructor(file: string | undefined, problems: readonly ConfigProblem[]) {
    const sorted = problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
    super(sorted.map((problem) => formatProblem(file, problem)).join("\n"));
    this.problems = sorted;
  }
}

function formatProblem(file: string | undefined, { line, column, path, message }: ConfigProblem): string {
  if (file === undefined) return message;
  return `${file}:${line}:${column}: ${path === "" ? "" : `${path}: `}${message}`;
}

/** Describes why a file cannot be read, without its path, for example "no such file or directory". */
export function describeFileError(error: unknown): string {
  if (error instanceof Error && "errno" in error && typeof error.errno === "number") {
    return getSystemErrorMessage(error.errno);
  }
  return String(error);
}
