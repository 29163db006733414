/** A server did something that the contract does not allow. */
export class ContractViolation extends Error {
  override readonly name = "ContractViolation";
  /** What the contract asks for, such as "status 422". */
  readonly expected: string;
  /** What came instead. */
  readonly actual: string;

  constructor(expected: string, actual: string) {
    super(`expected ${expected}, got ${actual}`);
    this.expected = expected;
    this.actual = actual;
  }
}

/** Throws the {@link ContractViolation} where `condition` does not hold. */
export function expectThat(condition: boolean, expected: string, actual: unknown): asserts condition {
  if (!condition) throw new ContractViolation(expected, show(actual));
}

const longest = 300;

/** A value as JSON, or text as it is, short enough for a message. */
export function show(value: unknown): string {
  const text = (typeof value === "string" ? value : JSON.stringify(value)) ?? "nothing";
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
