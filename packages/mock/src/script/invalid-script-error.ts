import type { Problem } from "@completions-api/validators";

/** Replies or settings that do not have the form of `replies.schema.json`. Its message has one line for each problem. */
export class InvalidScriptError extends Error {
  override readonly name = "InvalidScriptError";
  readonly problems: readonly [Problem, ...Problem[]];

  constructor(problems: readonly [Problem, ...Problem[]]) {
    super(problems.map(({ loc, message }) => `${formatPath(loc) || "The value"} ${message}.`).join("\n"));
    this.problems = problems;
  }
}

/** Formats the path of a problem, without its first step: `replies[0].answer.status`. */
export function formatPath(loc: readonly string[]): string {
  const steps = loc.slice(1).map((key) => (/^\d+$/.test(key) ? `[${key}]` : `.${key}`));
  return steps.join("").replace(/^\./, "");
}
