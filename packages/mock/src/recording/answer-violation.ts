import type { BreakableRule, BrokenRule } from "@completions-api/protocol/rules";
import openAISpec from "@completions-api/spec/openai.json" with { type: "json" };
import spec from "@completions-api/spec/openapi.json" with { type: "json" };
import type { Validation } from "@completions-api/validators";
import type { FaceName } from "../faces/face-name.ts";

/** A way in which an answer breaks the contract. It contains nothing of the prompt or the completion. */
export interface AnswerViolation {
  /** The rule of the spec's `x-rules`, or `schema` for a status, header, body or event that does not follow the spec. */
  readonly rule: BreakableRule;
  readonly message: string;
}

const rules = {
  completions: spec.paths["/completions"].post["x-rules"],
  openai: openAISpec.paths["/v1/completions"].post["x-rules"],
};

/** Creates the violation of the schemas. */
export function schemaViolation(message: string): AnswerViolation {
  return { rule: "schema", message };
}

/** The rules whose requirement has only numbers. That of the others may quote the prompt. */
const rulesOfNumbers: readonly BreakableRule[] = [
  "choices-follow-prompts",
  "length-means-max-tokens",
  "max-tokens-bound",
  "usage-adds-up",
];

/** Describes a broken rule in the words of the spec, with what this completion needs if that is certain to quote nothing. */
export function fromBrokenRule({ rule, expected }: BrokenRule, face: FaceName): AnswerViolation {
  const statement = rules[face].find(({ id }) => id === rule)?.rule ?? "";
  const here = rulesOfNumbers.includes(rule) ? ` Here, it needs ${expected}.` : "";
  return { rule, message: `The completion must keep this rule: ${statement}${here}` };
}

/** Quotes the value of a header, which may be of any length. */
export function quote(value: string): string {
  return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
}

/**
 * Turns the problems that a validator found into violations. They name places and requirements, and no values.
 *
 * @param subject - a text to begin the messages with, such as `Event 2: `.
 */
export function fromProblems(validation: Validation<unknown>, subject = ""): AnswerViolation[] {
  if (validation.valid) return [];
  return validation.problems.map(({ loc, message }) =>
    schemaViolation(`${subject}${formatPlace(loc)} ${message}.`),
  );
}

/** Formats the path to a value. Below `top_logprobs` the names are tokens, which are parts of the completion. */
function formatPlace(loc: readonly string[]): string {
  const tokens = loc.indexOf("top_logprobs");
  return (tokens === -1 ? loc : loc.slice(0, tokens + 1)).join(".");
}
