import { contextLengthExceeded, HttpError, jsonExcerpt, tooManyRequests } from "@completions-api/protocol";
import type { ErrorBody, ErrorCode } from "@completions-api/types";
import { errorStatuses } from "@completions-api/validators";
import { errorCodes, errorStatuses as openAIStatuses } from "@completions-api/validators/openai";
import type { ErrorAnswer } from "./answer.ts";
import { AnswerProblem } from "./answer-problem.ts";

const nameUnderV1: Readonly<Partial<Record<ErrorCode, string>>> = errorCodes;

/**
 * Creates the error that an answer describes.
 *
 * @throws AnswerProblem if the contract has no such error.
 */
export function createScriptedError(answer: ErrorAnswer): HttpError {
  const { status, retryAfter, contextOverflow } = answer;
  const code = contextOverflow === undefined ? findCode(answer) : "context_length_exceeded";
  const statusOfCode = errorStatuses[code];
  if (contextOverflow !== undefined) {
    if (status !== statusOfCode || (answer.code ?? code) !== code || answer.message !== undefined)
      throw new AnswerProblem(
        ["contextOverflow"],
        `needs status ${statusOfCode}, no other code and no message`,
      );
    return contextLengthExceeded(contextOverflow);
  }
  // Under `/v1/` the code says that the model is at fault, on the other face nothing does.
  const param = answer.code === "model_not_found" ? "model" : answer.param;
  if (answer.value !== undefined && statusOfCode !== 422)
    throw new AnswerProblem(["value"], "must only be given with status 422, whose `detail` has it");
  const headers = {
    ...(code === "unauthorized" && { "www-authenticate": "Bearer" }),
    ...(code === "method_not_allowed" && { allow: "POST" }),
    ...((code === "too_many_requests" || retryAfter !== undefined) && {
      "retry-after": String(retryAfter ?? 0),
    }),
  };
  return new HttpError(code, createBody(code, answer), { headers, ...(param !== undefined && { param }) });
}

function createBody(code: ErrorCode, { message, param, value, retryAfter = 0 }: ErrorAnswer): ErrorBody {
  const { error, message: text } =
    message === undefined ? defaultText(code, retryAfter) : splitMessage(message);
  const common = { error, message: text };
  switch (code) {
    case "unauthorized":
      return { status: errorStatuses[code], ...common };
    case "not_found":
      return { status: errorStatuses[code], ...common };
    case "too_many_requests":
      return { status: errorStatuses[code], ...common };
    case "invalid_parameter":
    case "parameter_not_supported":
      return {
        status: errorStatuses[code],
        code,
        ...common,
        detail: { loc: ["body", ...parsePath(param)], value: jsonExcerpt(value) },
      };
    default:
      return { status: errorStatuses[code], code, ...common, ...(param !== undefined && { param }) };
  }
}

function defaultText(code: ErrorCode, retryAfter: number): Pick<ErrorBody, "error" | "message"> {
  if (code === "too_many_requests") return tooManyRequests(retryAfter).body;
  return splitMessage("The mock was asked for this error.");
}

/** Returns the two texts of an error: `error` is the message without the period that ends it. */
function splitMessage(message: string): Pick<ErrorBody, "error" | "message"> {
  return { error: message.replace(/\.$/, ""), message };
}

/** Finds the code of a status that has the name that is given, on either face. */
function findCode({ status, code: name }: Pick<ErrorAnswer, "status" | "code">): ErrorCode {
  const codes = listCodes().filter((code) => statusesOf(code).includes(status));
  if (codes.length === 0) {
    const statuses = [...new Set(Object.values(errorStatuses))].sort().join(", ");
    throw new AnswerProblem(["status"], `must be a status of the contract's errors: one of ${statuses}`);
  }
  const named = codes.find((code) => name === undefined || namesOf(code).includes(name));
  if (named !== undefined) return named;
  const names = [...new Set(codes.flatMap(namesOf))].join(", ");
  throw new AnswerProblem(["code"], `must be a code of status ${status}: one of ${names}`);
}

function listCodes(): ErrorCode[] {
  // `Object.keys` widens the keys to strings.
  return Object.keys(errorStatuses) as ErrorCode[];
}

function namesOf(code: ErrorCode): readonly string[] {
  if (code === "not_found") return [code, "model_not_found"];
  const underV1 = nameUnderV1[code];
  return underV1 === undefined ? [code] : [code, underV1];
}

function statusesOf(code: ErrorCode): readonly number[] {
  const statuses: Readonly<Record<string, number>> = openAIStatuses;
  return [errorStatuses[code], ...namesOf(code).flatMap((name) => statuses[name] ?? [])];
}

/** Splits the name of a parameter into a path: `prompt[1][0]`, `stream_options.include_usage`. */
function parsePath(param = ""): readonly string[] {
  return param.match(/[^.[\]]+/g) ?? [];
}
