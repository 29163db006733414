import type { StreamEvent } from "@completions-api/protocol";
import type { Prompt } from "@completions-api/types";
import { validateCompletionEvent } from "@completions-api/validators";
import { describeProblems } from "./describe-problems.ts";
import { startGrammar } from "./start-grammar.ts";

/**
 * Follows one stream. That it ends early is for whoever reads it to say.
 *
 * @returns what takes each event, and lists its problems that no earlier event has: often all have the same.
 */
export function createEventCheck(prompt: Prompt): (event: StreamEvent) => string[] {
  const grammar = startGrammar(prompt);
  // An event has a limited length and so a limited number of places, hence this has, too.
  const known = new Set<string>();
  let count = 0;
  let keepsRules = true;

  return (event) => {
    count += 1;
    const problems = event === "[DONE]" ? [] : describeProblems(validateCompletionEvent(event));
    const listed = problems
      .filter((problem) => !known.has(problem))
      .map((problem) => `Event ${count} of the stream: ${problem}`);
    for (const problem of problems) known.add(problem);

    const violation = grammar.accept(event);
    // A violation may only follow from what is listed for this event, or from an earlier violation.
    if (violation && keepsRules && problems.length === 0)
      listed.push(`${violation.rule}: ${violation.message}`);
    keepsRules &&= !violation;
    return listed;
  };
}
