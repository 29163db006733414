import type { RuleId } from "@completions-api/types";
import type * as OpenAI from "@completions-api/types/openai";

/** One of the spec's `x-rules`, or `schema` for a requirement of the spec that is none of them. */
export type BreakableRule = RuleId | OpenAI.RuleId | "schema";

/** A response breaks a rule. The message contains nothing of the response or the request. */
export class BrokenRule extends Error {
  override readonly name = "BrokenRule";
  readonly rule: BreakableRule;
  /** The requirement, for example `at most 16 completion_tokens`. It may quote the request. */
  readonly expected: string;
  /** The part of the response that does not meet it. */
  readonly actual: unknown;

  constructor(rule: BreakableRule, expected: string, actual: unknown) {
    super(`The response breaks the rule ${rule}.`);
    this.rule = rule;
    this.expected = expected;
    this.actual = actual;
  }
}

/** @throws BrokenRule if `condition` is false. */
export function expectThat(
  condition: boolean,
  rule: BreakableRule,
  expected: string,
  actual: unknown,
): asserts condition {
  if (!condition) throw new BrokenRule(rule, expected, actual);
}
