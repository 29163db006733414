import type { Problem, Validation } from "./problem.ts";

/** An error object from ajv's code. */
interface AjvError {
  /** A JSON Pointer (RFC 6901) to the value. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly message: string;
}

/** A function that ajv generated. */
export interface Check<T> {
  (value: unknown): value is T;
  /** The errors of the last value that did not pass. */
  readonly errors: readonly [AjvError, ...AjvError[]];
}

/** Runs a check and turns its errors into problems. */
export function validate<T>(check: Check<T>, root: string, value: unknown): Validation<T> {
  if (check(value)) return { valid: true, value };
  const [first, ...others] = check.errors;
  const problems: [Problem, ...Problem[]] = [toProblem(first, root, value)];
  let previous = first;
  for (const error of others) {
    // A value with a wrong type may fail other keywords as well, but it is one problem.
    if (error.instancePath !== previous.instancePath) problems.push(toProblem(error, root, value));
    previous = error;
  }
  return { valid: false, problems };
}

function toProblem({ instancePath, keyword, message }: AjvError, root: string, value: unknown): Problem {
  const loc = [root];
  let found = value;
  for (const token of instancePath.split("/").slice(1)) {
    // Without this test, replacing would take most of the time, although hardly any property has a "~" or "/".
    const key = token.includes("~") ? token.replaceAll("~1", "/").replaceAll("~0", "~") : token;
    loc.push(key);
    found = Object(found)[key];
  }
  return { loc, value: keyword === "required" ? undefined : found, message, keyword };
}
