import { BrokenRule, findBrokenRules } from "@completions-api/protocol/rules";
import type { Validation } from "@completions-api/validators";
import type { Face } from "../faces/face.ts";
import type { MockOperation, ReadRequest } from "../mock-operation.ts";
import { type CompletionContract, ruleText } from "./completion-contract.ts";
import type { Violation } from "./violation.ts";

/** An answer that is not a stream. */
export interface AnswerDocument {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
}

/** What an answer is checked against. */
export interface DocumentContract {
  readonly face: Face;
  readonly operation: MockOperation;
  readonly read: ReadRequest;
  /** Absent unless the request is for a completion. */
  readonly completion: CompletionContract | undefined;
}

/** Finds what is wrong with an answer that is not a stream: its status, its headers, its body, and the rules for completions. */
export function checkDocument(
  { status, headers, bytes }: AnswerDocument,
  { face, operation, completion }: DocumentContract,
): Violation[] {
  const violations = checkHead({ status, headers }, face, "application/json");
  const json = parse(bytes);
  if (json === undefined) return [...violations, { rule: "schema", message: "The body is not JSON." }];
  if (status !== 200) return [...violations, ...checkError(status, headers, json.value, face)];
  const problems = toViolations(operation.validateBody(json.value));
  if (problems.length > 0 || completion === undefined) return [...violations, ...problems];
  if (completion.options.stream)
    return [...violations, { rule: "schema", message: "The answer is not a stream, which the request asks for." }];
  // The validator has just said that it is one.
  const checked = json.value as Parameters<typeof findBrokenRules>[2];
  return [
    ...violations,
    ...findBrokenRules(completion.rules, completion.options, checked).map(({ rule }) => ({
      rule,
      message: ruleText(face.name, rule),
    })),
  ];
}

/** Finds what is wrong with the status and the headers of an answer. */
export function checkHead(
  { status, headers }: Pick<AnswerDocument, "status" | "headers">,
  face: Face,
  mediaType: "application/json" | "text/event-stream",
): Violation[] {
  const type = headers["content-type"]?.toLowerCase();
  const [actual] = (type ?? "").split(/ *; *charset=utf-8$/);
  return [
    ...(status === 200 || status >= 400 ? [] : [schema(`The spec has no status ${status}.`)]),
    ...(actual === mediaType ? [] : [schema(`The content-type is not ${mediaType}.`)]),
    ...toViolations(face.validateHeaders(status, headers)),
  ];
}

function checkError(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: unknown,
  face: Face,
): Violation[] {
  const problems = toViolations(face.validateError(status, body));
  if (problems.length > 0) return problems;
  try {
    face.checkErrorCode?.(status, headers, body);
    return [];
  } catch (broken) {
    if (!(broken instanceof BrokenRule)) throw broken;
    return [];
  }
}

/** Turns the problems that a validator found into violations. They name places and requirements, and no values. */
export function toViolations(validation: Validation<unknown>, place = "The"): Violation[] {
  if (validation.valid) return [];
  return validation.problems.map(({ loc, message }) => schema(`${place}${formatPath(loc)} ${message}.`));
}

function schema(message: string): Violation {
  return { rule: "schema", message };
}

function parse(bytes: Uint8Array): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) };
  } catch {
    return undefined;
  }
}
