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
  azure: spec.paths["/completions"].post["x-rules"],
  openai: openAISpec.paths["/v1/completions"].post["x-rules"],
};

/** Creates the violation of the schemas. */
export function schemaViolation(message: string): AnswerViolation {
  return { rule: "schema", message };
}

/** Describes a broken rule in the words of the spec, because what the rule expects may quote the prompt. */
export function fromBrokenRule({ rule }: BrokenRule, face: FaceName): AnswerViolation {
  const statement = rules[face].find(({ id }) => id === rule)?.rule ?? "";
  return { rule, message: `The completion must keep this rule: ${statement}` };
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
