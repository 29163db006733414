import { errorStatuses } from "@completions-api/validators";
import { errorStatuses as openAIErrorStatuses } from "@completions-api/validators/openai";
import type { Answer, Asker, NoAnswer } from "./asker.ts";
import { codeOf, describeAnswer } from "./describe-answer.ts";
import { type Finding, found, missing, unknown } from "./probe.ts";
import { briefBody } from "./questions.ts";

const unsupported: readonly string[] = ["parameter_not_supported", "unsupported_parameter"];
const codesOfContract = new Set([...Object.keys(errorStatuses), ...Object.keys(openAIErrorStatuses)]);

/**
 * Tells if a server refuses a request honestly because it lacks an ability. It says so with the contract's code for an
 * unsupported parameter, or with a status of 501. A server with other codes than the contract's must name the parameter. One
 * with the contract's codes that calls a valid request invalid breaks the contract.
 *
 * @param parameter - matches the name of the parameter.
 */
function isHonestRefusal(answer: Answer | NoAnswer, parameter: RegExp): boolean {
  if (answer.status === undefined) return false;
  const code = codeOf(answer) ?? "";
  if (unsupported.includes(code) || answer.status === 501) return true;
  return [400, 404, 422].includes(answer.status) && !codesOfContract.has(code) && parameter.test(answer.text);
}

// 500 is not among them: a server that fails whenever it gets a parameter does not refuse it.
const temporary: readonly number[] = [408, 425, 429, 502, 503, 504];

/**
 * Returns the reason why an answer does not say anything about the server's abilities: the server could not be reached, is
 * busy, or knows no such user. Otherwise returns undefined.
 */
function findTrouble(answer: Answer | NoAnswer): string | undefined {
  const { status } = answer;
  const saysNothing = status === undefined || temporary.includes(status) || [401, 403, 407].includes(status);
  return saysNothing ? describeAnswer(answer) : undefined;
}

/**
 * Returns the reason why none of several answers says anything, if that is so: each is a failure of its own, or the server
 * fails at every request.
 */
export async function findTroubleOfAll(
  asker: Asker,
  answers: readonly (Answer | NoAnswer)[],
): Promise<string | undefined> {
  if (answers.some(({ status }) => status === 200)) return undefined;
  const troubles = answers.map(findTrouble);
  if (troubles.every((trouble) => trouble !== undefined)) return troubles[0];
  const plain = await asker.ask({ body: briefBody });
  return plain.status === 200 ? undefined : `every request fails: ${describeAnswer(plain)}`;
}

/**
 * Draws a conclusion from an answer other than a completion. A server that refuses a parameter without saying so, or fails
 * because of it, breaks the contract: it counts as capable.
 *
 * @param parameter - matches the name of the parameter in question.
 * @returns undefined for a completion.
 */
export async function judgeRefusal(
  asker: Asker,
  answer: Answer | NoAnswer,
  parameter: RegExp,
): Promise<Finding | undefined> {
  if (answer.status === 200) return undefined;
  if (isHonestRefusal(answer, parameter)) return missing(describeAnswer(answer));
  const trouble = await findTroubleOfAll(asker, [answer]);
  if (trouble !== undefined) return unknown(trouble);
  return found(`${describeAnswer(answer)} (without saying that this is not supported)`);
}
