import { UsageError } from "@completions-api/command-line";
import { toVisibleLine } from "../reports/visible-text.ts";
import type { Outcome, RunResult } from "../results.ts";
import type { Expectations, Expected } from "./expectations.ts";

/** A case that did not end as expected. */
export interface Change {
  readonly id: string;
  /**
   * The kind of the change. `new-failure`: the case failed and was not expected to. `unexpected-pass`: the reverse.
   * `not-tested`: the case had a verdict, and can no longer be asked. `vanished`: the run did not have the case.
   */
  readonly kind: "new-failure" | "unexpected-pass" | "not-tested" | "vanished";
  /** Undefined if nothing was expected of the case. */
  readonly expected?: Expected;
}

/**
 * Finds the cases of a run that did not end as expected. A case of which nothing is expected may do anything but fail, and one
 * that is inconclusive has not changed.
 *
 * @param options.isPartial - true if the run had some of the cases only, so that the others have not vanished.
 * @throws UsageError if the expectations are about another face.
 */
export function compareExpectations(
  { results, target }: RunResult,
  { face, cases }: Expectations,
  { isPartial = false }: { readonly isPartial?: boolean } = {},
): readonly Change[] {
  if (face !== undefined && face !== target.face)
    throw new UsageError(`The expectations are about the face ${face}, and the run about ${target.face}.`);
  const ran = new Set(results.map(({ id }) => id));
  const changes = results.flatMap(({ id, outcome }): readonly Change[] => {
    const expected = cases.get(id);
    const kind = findChange(outcome, expected?.outcome);
    return kind === undefined ? [] : [{ id, kind, ...(expected && { expected }) }];
  });
  const vanished = isPartial ? [] : [...cases].filter(([id]) => !ran.has(id));
  return [...changes, ...vanished.map(([id, expected]) => ({ id, kind: "vanished", expected }) as const)];
}

function findChange(outcome: Outcome, expected: Outcome | undefined): Change["kind"] | undefined {
  switch (outcome) {
    case "failed":
    case "flipped":
      return expected === "failed" || expected === "flipped" ? undefined : "new-failure";
    case "passed":
    case "warned":
      return expected === "failed" ? "unexpected-pass" : undefined;
    case "not-applicable":
      return expected === undefined || expected === outcome || expected === "inconclusive"
        ? undefined
        : "not-tested";
    case "inconclusive":
      return undefined;
  }
}

const sentences: Readonly<Record<Change["kind"], string>> = {
  "new-failure": "fails, which is new",
  "unexpected-pass": "passes, and is expected to fail",
  "not-tested": "can no longer be tested",
  vanished: "is expected, and the run did not have it",
};

/** Formats changes, one a line. */
export function formatChanges(changes: readonly Change[]): readonly string[] {
  return changes.map(({ id, kind, expected }) => {
    const notes = [expected?.reason, expected?.issue].filter((note) => note !== undefined);
    return toVisibleLine(`${id} ${sentences[kind]}${notes.length > 0 ? ` (${notes.join(", ")})` : ""}`);
  });
}
