import { isDeep } from "../json/is-deep.ts";
import { InvalidScriptError } from "../script/invalid-script-error.ts";
import { readReplies } from "../script/read-replies.ts";
import type { Answer, CodeAnswer } from "./answer.ts";
import { AnswerProblem } from "./answer-problem.ts";
import { checkAnswer } from "./check-answer.ts";
import { InvalidReplyError, type ReplyPlace } from "./invalid-reply-error.ts";
import { isList } from "./is-list.ts";
import type { CodeReplyDefinition, CodeReplyMatcher, ReplyDefinition } from "./reply.ts";

/**
 * Checks a reply: its form, and that each answer, as far as it does not depend on the request, follows the contract.
 *
 * @returns the reply with the answers that were checked. They are copies, which nobody can change later.
 * @throws InvalidReplyError for the first problem.
 */
export function checkReply(definition: CodeReplyDefinition, place: ReplyPlace): CodeReplyDefinition {
  const { answer } = readForm(definition, place);
  const given = isList(definition.answer) ? definition.answer : [definition.answer];
  const check = (read: Answer, index: number, path: readonly string[]) => {
    const own = given[index];
    return typeof own === "function" ? own : checkOne(read, place, path);
  };
  return {
    ...definition,
    answer: isList(answer)
      ? answer.map((one, index) => check(one, index, ["answer", String(index)]))
      : check(answer, 0, ["answer"]),
  };
}

/**
 * Checks the answer that a function of a reply has returned, like {@link checkReply}.
 *
 * @returns a copy.
 * @throws InvalidReplyError
 */
export function checkReturned(returned: Answer, place: ReplyPlace): Answer {
  const { answer } = readForm({ answer: returned }, place);
  if (typeof returned === "function" || isList(answer))
    throw new InvalidReplyError(
      place,
      ["answer"],
      "is a function that returned a function or a list instead of an answer",
    );
  return checkOne(answer, place, ["answer"]);
}

function checkOne(answer: Answer, place: ReplyPlace, path: readonly string[]): Answer {
  try {
    checkAnswer(answer);
    return answer;
  } catch (cause) {
    if (!(cause instanceof AnswerProblem)) throw cause;
    throw new InvalidReplyError(place, [...path, ...cause.path], cause.message, {
      cause: cause.cause,
    });
  }
}

/** Reads a reply as if it was JSON. Checks what the compiler would, for replies in JavaScript. */
function readForm(definition: CodeReplyDefinition, place: ReplyPlace): ReplyDefinition {
  try {
    const data = toData(definition);
    // Nothing could list it as JSON, and a comparison with it might overflow the stack.
    if (isDeep(data)) throw new InvalidReplyError(place, [], "is nested more than 1,000 levels deep");
    const [reply] = readReplies([data]);
    if (reply === undefined) throw new RangeError("No reply was read.");
    return reply;
  } catch (cause) {
    if (cause instanceof InvalidReplyError) throw cause;
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
  // Neither has properties, so they would fit every request.
  if (isPattern(when) || typeof when === "function") return "";
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
