/** Something that is wrong with a configuration file. */
export interface ConfigProblem {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
  /** Such as `deployments.llama.urls[0]`; empty where it is the file as a whole. */
  readonly path: string;
  /** What is wrong and what to do, to be read after the path. It holds no values, for these may be secrets. */
  readonly message: string;
}

/** A configuration file that the gateway cannot run with. Its message has one line a problem. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  /** The problems, in the order of the file. */
  readonly problems: readonly ConfigProblem[];

  /** @param file - undefined where the configuration is not from one. */
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
