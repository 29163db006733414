import packageJson from "../../package.json" with { type: "json" };
import type { LintProblem, Review, ReviewedChange } from "../model/review.ts";
import type { SourcePosition } from "../model/spec-document.ts";
import { describeEvidence } from "./describe-change.ts";
import { listEffects, mainEffect } from "./main-effect.ts";
import { orderChanges } from "./order-changes.ts";
import { encodePath } from "./source-link.ts";
import { describeMerge, describeVerdict } from "./summary.ts";

/** Formats a review as SARIF 2.1.0, for code scanning and for editors. */
export function formatSarif(review: Review): string {
  const results = [
    ...orderChanges(review.changes).map(toResult),
    ...review.lint.introduced.map(toLintResult),
  ];
  return formatLog({
    rules: [...new Set(results.map(({ ruleId }) => ruleId))].toSorted().map((id) => ({ id })),
    results,
    invocations: [{ executionSuccessful: true }],
    properties: {
      verdict: describeVerdict(review),
      merge: describeMerge(review),
      promises: review.promises,
      notCompared: review.notCompared,
    },
  });
}

/** Formats a log for a review that could not be made. */
export function formatSarifFailure(message: string): string {
  const notification = { level: "error", message: { text: message } };
  return formatLog({
    rules: [],
    results: [],
    invocations: [{ executionSuccessful: false, toolExecutionNotifications: [notification] }],
  });
}

interface Run {
  readonly rules: readonly object[];
  readonly results: readonly Result[];
  readonly invocations: readonly object[];
  readonly properties?: object;
}

interface Result {
  readonly ruleId: string;
  readonly kind?: "fail" | "informational";
  readonly level: "error" | "warning" | "none";
  readonly message: { readonly text: string };
  readonly locations: readonly object[];
  readonly partialFingerprints?: Readonly<Record<string, string>>;
  /** An approved change stays in the log, and code scanning hides it. */
  readonly suppressions?: readonly object[];
  readonly properties?: object;
}

function formatLog({ rules, ...run }: Run): string {
  const driver = {
    name: "completions-review",
    informationUri: "https://github.com/completions-api/completions-api",
    version: packageJson.version,
    rules,
  };
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver }, columnKind: "utf16CodeUnits", ...run }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function toResult(change: ReviewedChange): Result {
  const effect = mainEffect(change);
  const evidence = describeEvidence(change);
  const { fingerprint, approval } = change;
  return {
    ruleId: change.rule,
    ...(effect === "kept"
      ? { kind: "informational", level: "none" }
      : { kind: "fail", level: effect === "broken" ? "error" : "warning" }),
    message: { text: evidence === "" ? change.sentence : `${change.sentence}\n\n${evidence}` },
    locations: [{ ...toLocation(change.source), logicalLocations: [{ fullyQualifiedName: change.pointer }] }],
    partialFingerprints: { "completionsReview/v1": fingerprint },
    ...(approval === undefined
      ? {}
      : { suppressions: [{ kind: "external", status: "accepted", justification: approval.reason }] }),
    properties: {
      promises: Object.fromEntries(
        listEffects(change).map(({ promise, evidence }) => [promise, evidence.effect]),
      ),
      direction: change.direction,
    },
  };
}

function toLintResult({ rule, severity, message, source }: LintProblem): Result {
  return {
    ruleId: `lint/${rule}`,
    level: severity === "error" ? "error" : "warning",
    message: { text: message },
    locations: [toLocation(source)],
  };
}

function toLocation({ file, line }: SourcePosition): object {
  return { physicalLocation: { artifactLocation: { uri: encodePath(file) }, region: { startLine: line } } };
}
