import { isDeep } from "../json/is-deep.ts";
import { InvalidScriptError } from "../script/invalid-script-error.ts";
import { readReplies } from "../script/read-replies.ts";
import type { CodeAnswer } from "./answer.ts";
import { AnswerProblem } from "./answer-problem.ts";
import { checkAnswer } from "./check-answer.ts";
import { InvalidReplyError, type ReplyPlace } from "./invalid-reply-error.ts";
import { isList } from "./is-list.ts";
import type { CodeReplyDefinition, CodeReplyMatcher } from "./reply.ts";

/**
 * Checks a reply: its form, and that each answer, as far as it does not depend on the request, follows the contract.
 *
 * @throws InvalidReplyError for the first problem.
 */
export function checkReply(definition: CodeReplyDefinition, place: ReplyPlace): void {
  checkForm(definition, place);
  const { answer } = definition;
  if (!isList(answer)) checkOne(answer, place, ["answer"]);
  else for (const [index, one] of answer.entries()) checkOne(one, place, ["answer", String(index)]);
}

function checkOne(answer: CodeAnswer, place: ReplyPlace, path: readonly string[]): void {
  if (typeof answer === "function") return;
  try {
    checkAnswer(answer);
  } catch (cause) {
    if (!(cause instanceof AnswerProblem)) throw cause;
    throw new InvalidReplyError(place, [...path, ...cause.path], cause.message, {
      cause: cause.cause,
    });
  }
}

/** Checks what the compiler would, for replies in JavaScript. */
function checkForm(definition: CodeReplyDefinition, place: ReplyPlace): void {
  // Nothing could list it as JSON, and a comparison with it might overflow the stack.
  if (isDeep(definition)) throw new InvalidReplyError(place, [], "is nested more than 1,000 levels deep");
  try {
    readReplies([toData(definition)]);
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    if (!(cause instanceof InvalidScriptError))
      throw new InvalidReplyError(place, [], `cannot be read as JSON: ${cause.message}`, { cause });
    const [{ loc, message }] = cause.problems;
    // The path begins with the list that was read.
    throw new InvalidReplyError(place, loc.slice(2), message, { cause });
  }
}

/** Returns the reply as a script would have it. Where code may have a function or a regular expression, the data has a text. */
function toData({ when, answer, ...rest }: CodeReplyDefinition): unknown {
  const data = {
    ...rest,
    ...(when !== undefined && { when: toMatcherData(when) }),
    answer: isList(answer) ? answer.map(toAnswerData) : toAnswerData(answer),
  };
  // Leaves out what is undefined.
  return JSON.parse(JSON.stringify(data));
}

function toMatcherData(when: CodeReplyMatcher): unknown {
  if (typeof when !== "object" || when === null) return when;
  const { prompt, headers, matches, ...rest } = when;
  return {
    ...rest,
    prompt: isPattern(prompt) || typeof prompt === "function" ? "" : prompt,
    headers:
      headers &&
      Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, isPattern(value) ? "" : value]),
      ),
    ...(typeof matches !== "function" && { matches }),
  };
}

function toAnswerData(answer: CodeAnswer): unknown {
  return typeof answer === "function" ? "" : answer;
}

function isPattern(value: unknown): value is RegExp {
  return value instanceof RegExp;
}
