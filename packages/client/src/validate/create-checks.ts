import { createStreamGrammar, type StreamGrammar } from "@completions-api/protocol";
import type { CreateCompletionResponse, Prompt, RuleId } from "@completions-api/types";
import {
  type Validation,
  validateCompletionEvent,
  validateCreateCompletionResponse,
  validateErrorBody,
} from "@completions-api/validators";
import { countPrompts } from "../count-prompts.ts";
import type { ResponseChecks, StreamCheck } from "../response-checks.ts";

/** Handles the problems of a response or event, often none. Returns the one to fail with, if any. */
type ProblemHandler = (problems: readonly string[]) => string | undefined;

/** Creates checks of responses and events against their schemas and the spec's rules. */
export function createChecks(handle: ProblemHandler): ResponseChecks {
  return {
    completion(body, prompt) {
      const problems = describeProblems(validateCreateCompletionResponse(body));
      return handle(problems.length > 0 ? problems : listBrokenRules(body, prompt));
    },
    error: (body) => handle(describeProblems(validateErrorBody(body.status, body))),
    stream: (prompt) => createStreamCheck(prompt, handle),
  };
}

/** Writes a line for each problem. The line omits the value at fault, which may be a completion's text. */
function describeProblems(validation: Validation<unknown>): string[] {
  if (validation.valid) return [];
  return validation.problems.map(({ loc, message }) => `${loc.join(".")} ${message}`);
}

/** Checks a completion with a valid schema as if it were a stream of one chunk. Lists the broken rule, if any. */
function listBrokenRules(completion: CreateCompletionResponse, prompt: Prompt): string[] {
  const grammar = startGrammar(prompt);
  const violation = grammar.accept(completion) ?? grammar.accept("[DONE]");
  if (!violation) return [];
  // In a single chunk, every other violation concerns the choices, but is worded for streams.
  const problem: `${RuleId}: ${string}` =
    violation.rule === "usage-adds-up"
      ? "usage-adds-up: total_tokens is not the sum of prompt_tokens and completion_tokens."
      : "choices-follow-prompts: There is not exactly one choice for each prompt.";
  return [problem];
}

/**
 * Creates a check of one stream. It does not report that the stream ends early; the reader does. It handles only problems that
 * no earlier event had. Often all events have the same.
 */
function createStreamCheck(prompt: Prompt, handle: ProblemHandler): StreamCheck {
  const grammar = startGrammar(prompt);
  // Its size is limited, because the length of an event, and so the number of places in it, is limited.
  const known = new Set<string>();
  let count = 0;
  let keepsRules = true;

  function isNew(problem: string): boolean {
    const isUnknown = !known.has(problem);
    known.add(problem);
    return isUnknown;
  }

  return {
    onDeviation(deviation) {
      const { message } = deviation;
      // Without the event's number, which differs.
      if (isNew(message.replace(/\d+/, "")) && handle([message])) throw deviation;
    },
    checkEvent(event) {
      count += 1;
      const problems = event === "[DONE]" ? [] : describeProblems(validateCompletionEvent(event));
      const listed = problems.filter(isNew).map((problem) => `Event ${count} of the stream: ${problem}`);

      const violation = grammar.accept(event);
      // A violation may be a mere consequence of this event's problems or of an earlier violation.
      if (violation && keepsRules && problems.length === 0)
        listed.push(`${violation.rule}: ${violation.message}`);
      keepsRules &&= !violation;
      return handle(listed);
    },
  };
}

/** Creates the grammar of a stream that responds to `prompt`. */
function startGrammar(prompt: Prompt): StreamGrammar {
  // Untyped code may send no prompt, which a lenient server counts as one.
  return createStreamGrammar({ prompts: countPrompts(prompt) });
}
