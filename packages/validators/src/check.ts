import type { Problem, Validation } from "./problem.ts";

/** What ajv's code says of a fault. */
interface Fault {
  /** A JSON Pointer (RFC 6901) to the value. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly message: string;
}

/** A function that ajv made. */
export interface Check<T> {
  (value: unknown): value is T;
  /** The faults of the last value that did not pass. */
  readonly errors: readonly [Fault, ...Fault[]];
}

/** Runs a check, and makes problems of the faults that it finds. */
export function validate<T>(check: Check<T>, root: string, value: unknown): Validation<T> {
  if (check(value)) return { valid: true, value };
  const [first, ...others] = check.errors;
  const problems: [Problem, ...Problem[]] = [toProblem(first, root, value)];
  let previous = first;
  for (const fault of others) {
    // A value of a wrong type may fail other keywords as well; that is one fault.
    if (fault.instancePath !== previous.instancePath) problems.push(toProblem(fault, root, value));
    previous = fault;
  }
  return { valid: false, problems };
}

function toProblem({ instancePath, keyword, message }: Fault, root: string, value: unknown): Problem {
  const loc = [root];
  let found = value;
  for (const token of instancePath.split("/").slice(1)) {
    // No property of the spec needs it, and replacing would take most of the time.
    const key = token.includes("~") ? token.replaceAll("~1", "/").replaceAll("~0", "~") : token;
    loc.push(key);
    found = Object(found)[key];
  }
  return { loc, value: keyword === "required" ? undefined : found, message, keyword };
}
