import { type FileProblem, formatProblem, sortProblems } from "@completions-api/command-line/yaml";

/** A configuration that the gateway cannot run with. Its message has one line per problem. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  /** The problems, in the order of the file. */
  readonly problems: readonly FileProblem[];

  /** @param file - the path of the file; undefined if the configuration does not come from a file. */
  constructor(file: string | undefined, problems: readonly FileProblem[]) {
    const sorted = sortProblems(problems);
    const lines = sorted.map((problem) =>
      file === undefined ? problem.message : formatProblem(file, problem),
    );
    super(lines.join("\n"));
    this.problems = sorted;
  }
}
