import {
  BrokenRule,
  checkErrorParts,
  checkOpenAIErrorParts,
  findBrokenRules,
} from "@completions-api/protocol/rules";
import type { CompletionContract } from "../faces/completion-contract.ts";
import type { Face } from "../faces/face.ts";
import { parseJson } from "../json/parse-json.ts";
import type { MockOperation } from "../mock-operation.ts";
import {
  type AnswerViolation,
  fromBrokenRule,
  fromProblems,
  quote,
  schemaViolation,
} from "./answer-violation.ts";

/** An answer that is not a stream. */
export interface AnswerDocument extends AnswerHead {
  readonly bytes: Uint8Array;
}

/** The status of an answer, and its headers by name in lower case. */
export interface AnswerHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** The contract that an answer must keep. */
export interface AnswerContract {
  readonly face: Face;
  readonly operation: MockOperation;
  /** Absent unless the request is for a completion. */
  readonly completion: CompletionContract | undefined;
}

/** Finds what is wrong with an answer that is not a stream: its status, its headers, its body, and the rules for completions. */
export function checkDocument(document: AnswerDocument, contract: AnswerContract): AnswerViolation[] {
  const { face, operation, completion } = contract;
  const violations = checkHead(document, face, "application/json");
  if (document.status !== 200 && document.status < 400) return violations;
  const body = parseJson(document.bytes);
  if (body === undefined) return [...violations, schemaViolation("The body is not JSON.")];
  if (document.status !== 200) return [...violations, ...checkError(document, body, face)];
  if (completion?.options.stream)
    return [...violations, schemaViolation("The answer is not a stream, which the request asks for.")];
  const problems = fromProblems(operation.validateBody(body));
  if (problems.length > 0 || completion === undefined) return [...violations, ...problems];
  const { rules, options } = completion;
  // The validator has just accepted it.
  const checked = body as Parameters<typeof findBrokenRules>[2];
  const broken = findBrokenRules(rules, options, checked);
  return [...violations, ...broken.map((rule) => fromBrokenRule(rule, face.name))];
}

/** Finds what is wrong with the status and the headers of an answer. */
export function checkHead(
  { status, headers }: AnswerHead,
  face: Face,
  mediaType: "application/json" | "text/event-stream",
): AnswerViolation[] {
  const { "content-type": type = "" } = headers;
  const [actual] = type.toLowerCase().split(/ *; *charset=utf-8$/);
  return [
    ...(status === 200 || status >= 400 ? [] : [schemaViolation(`The spec has no status ${status}.`)]),
    ...(actual === mediaType
      ? []
      : [schemaViolation(`The content-type is ${quote(type)}, not ${mediaType}.`)]),
    ...fromProblems(face.validateHeaders(status, headers)),
  ];
}

function checkError({ status, headers }: AnswerHead, body: unknown, face: Face): AnswerViolation[] {
  const validation = face.validateError(status, body);
  if (!validation.valid) return fromProblems(validation);
  try {
    // The validator has just accepted the body.
    if (face.name === "completions")
      checkErrorParts({ status, headers, body: body as Parameters<typeof checkErrorParts>[0]["body"] });
    else
      checkOpenAIErrorParts({
        status,
        headers,
        body: body as Parameters<typeof checkOpenAIErrorParts>[0]["body"],
      });
    return [];
  } catch (broken) {
    if (!(broken instanceof BrokenRule)) throw broken;
    return [{ rule: broken.rule, message: `The error does not have ${broken.expected}.` }];
  }
}
