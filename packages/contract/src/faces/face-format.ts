import type { CompletionOptions, CompletionRule } from "@completions-api/protocol/rules";
import type { CompletionEvent, ErrorBody, ErrorCode } from "@completions-api/types";
import type * as OpenAI from "@completions-api/types/openai";
import type { Validation } from "@completions-api/validators";
import type { ExpectedError, ReceivedCompletion, ReceivedError } from "../contract-case.ts";

/** The differences between the faces of the API: how each one writes requests and responses. */
export interface FaceFormat {
  /** The query of a request that does not state its own. */
  readonly query: string;
  /** The rules for all completions. */
  readonly rules: readonly CompletionRule[];
  /** Reads a request's body with its defaults applied. Returns undefined if it does not follow its schema. */
  readRequest(body: unknown): CompletionOptions | undefined;
  validateCompletion(body: unknown): Validation<ReceivedCompletion["completion"]>;
  validateEvent(event: unknown): Validation<CompletionEvent | OpenAI.CompletionEvent>;
  validateHeaders(status: number, headers: Readonly<Record<string, string>>): Validation<unknown>;
  /**
   * Reads an error's body.
   *
   * @throws ContractViolation if its status, headers and body do not all belong to the same error of the spec.
   */
  readError(response: Response, body: unknown): Pick<ReceivedError, "code" | "body">;
  /** Returns the code that a response has to an expected error. */
  toCode(expected: ExpectedError): ErrorCode | OpenAI.ErrorCode;
  /**
   * Checks that an error names the fault that its exchange expects.
   *
   * @throws ContractViolation
   */
  checkFault(expected: ExpectedError, requestBody: unknown, body: ReceivedError["body"]): void;
}

/** Returns the message of an error's body on either face. */
export function messageOf(body: ErrorBody | OpenAI.ErrorResponse): string {
  return "message" in body ? body.message : body.error.message;
}
