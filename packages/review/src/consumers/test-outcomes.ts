/** The names of the tests that ran, by outcome. */
export interface TestOutcomes {
  readonly passed: readonly string[];
  readonly failed: readonly string[];
}

/** Leaves out the tests that fail at home too: the change is not to blame for them. */
export function withoutHomeFailures(abroad: TestOutcomes, home: TestOutcomes): TestOutcomes {
  const passesAtHome = new Set(home.passed);
  return { ...abroad, failed: abroad.failed.filter((name) => passesAtHome.has(name)) };
}
