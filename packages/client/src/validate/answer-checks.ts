import { validateCreateCompletionResponse, validateErrorBody } from "@completions-api/validators";
import type { Checks } from "../checks.ts";
import { listBrokenRules } from "./broken-rules.ts";
import { describeProblems } from "./describe-problems.ts";
import { createEventCheck } from "./event-check.ts";

/** Gets the problems of an answer or event, often none, and returns the one that it is to be refused for. */
type Judge = (problems: readonly string[]) => string | undefined;

/** Checks all that comes by its schema and the rules of the spec. */
export function createChecks(judge: Judge): Checks {
  return {
    completion(body, prompt) {
      const problems = describeProblems(validateCreateCompletionResponse(body));
      return judge(problems.length > 0 ? problems : listBrokenRules(body, prompt));
    },
    error: (body) => judge(describeProblems(validateErrorBody(body.status, body))),
    stream(prompt) {
      const listEventProblems = createEventCheck(prompt);
      return (event) => judge(listEventProblems(event));
    },
  };
}
