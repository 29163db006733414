import { BrokenRule } from "@completions-api/protocol/rules";
import type { Validation } from "@completions-api/validators";

/** A server broke the contract. */
export class ContractViolation extends Error {
  override readonly name = "ContractViolation";
  /** The requirement of the contract, for example "status 422". */
  readonly expected: string;
  /** The server's actual behavior. */
  readonly actual: string;
  /** The index of the event that shows it, if the response is a stream. */
  readonly event: number | undefined;

  /** @param place - the index of the event that shows it, and the request, if the message is to quote it. */
  constructor(
    expected: string,
    actual: string,
    { event, request }: { readonly event?: number | undefined; readonly request?: string } = {},
  ) {
    // Some are sentences.
    const end = request === undefined ? actual : `${actual.replace(/\.$/, "")}, in response to ${request}`;
    super(`expected ${expected}, got ${end}`);
    this.expected = expected;
    this.actual = actual;
    this.event = event;
  }
}

/** @throws ContractViolation if `condition` is false. */
export function expectThat(condition: boolean, expected: string, actual: unknown): asserts condition {
  if (!condition) throw new ContractViolation(expected, formatValue(actual));
}

/**
 * Returns the value that a validator accepted.
 *
 * @param what - the name of the value in the message, for example "body of the 200".
 * @throws ContractViolation that lists every problem, if the validator rejected the value.
 */
export function expectValid<Value>(validation: Validation<Value>, what: string): Value {
  if (validation.valid) return validation.value;
  const problems = validation.problems.map(({ loc, message }) => `${loc.join(".")}: ${message}`);
  throw new ContractViolation(`a valid ${what}`, problems.join("; "));
}

/**
 * Returns the result of a check that throws `BrokenRule`.
 *
 * @throws ContractViolation instead.
 */
export function expectRule<Result>(check: () => Result): Result {
  try {
    return check();
  } catch (broken) {
    if (broken instanceof BrokenRule) throw toViolation(broken);
    throw broken;
  }
}

/** Returns the violation that a broken rule is. */
export function toViolation({ expected, actual }: BrokenRule): ContractViolation {
  return new ContractViolation(expected, formatValue(actual));
}

const maximumLength = 300;

/** Formats text as it is and any other value as JSON, cut to a length that fits a message. */
export function formatValue(value: unknown): string {
  const text = (typeof value === "string" ? value : JSON.stringify(value)) ?? "nothing";
  return text.length > maximumLength ? `${text.slice(0, maximumLength)}…` : text;
}
