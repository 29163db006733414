import type { ErrorFormat } from "@completions-api/http/routing";
import { errorResponse, toErrorEvent } from "@completions-api/protocol";
import { toOpenAIErrorBody, toOpenAIErrorResponse } from "@completions-api/protocol/openai";
import { type CompletionRule, completionRules, logprobsRules } from "@completions-api/protocol/rules";
import type { CompletionEvent } from "@completions-api/types";
import type * as OpenAI from "@completions-api/types/openai";
import {
  type Validation,
  validateCompletionEvent,
  validateCreateCompletionResponse,
  validateErrorBody,
  validateResponseHeaders,
} from "@completions-api/validators";
import * as openAI from "@completions-api/validators/openai";
import type { FaceName } from "./face-name.ts";

/** The contract that every response of a face keeps. */
export interface FaceContract {
  /** The way in which the face writes errors. */
  readonly errorFormat: ErrorFormat;
  /** Validates the body of an error. */
  readonly validateError: (status: number, body: unknown) => Validation<unknown>;
  /** Validates the headers of a response. */
  readonly validateHeaders: (
    status: number,
    headers: Readonly<Record<string, string>>,
  ) => Validation<unknown>;
  /** Validates a completion that is not a stream. */
  readonly validateCompletion: (
    body: unknown,
  ) => ReturnType<typeof validateCreateCompletionResponse | typeof openAI.validateCreateCompletionResponse>;
  /** Validates an event of a stream. */
  readonly validateEvent: (event: unknown) => Validation<CompletionEvent | OpenAI.CompletionEvent>;
  /** The rules for completions that no schema can state. */
  readonly rules: readonly CompletionRule[];
}

/** The contracts of both faces. */
export const contracts: Readonly<Record<FaceName, FaceContract>> = {
  completions: {
    errorFormat: { toResponse: errorResponse, toEvent: toErrorEvent },
    validateError: validateErrorBody,
    validateHeaders: validateResponseHeaders,
    validateCompletion: validateCreateCompletionResponse,
    validateEvent: validateCompletionEvent,
    rules: completionRules,
  },
  openai: {
    errorFormat: { toResponse: toOpenAIErrorResponse, toEvent: toOpenAIErrorBody },
    validateError: (_status, body) => openAI.validateErrorResponse(body),
    validateHeaders: openAI.validateResponseHeaders,
    validateCompletion: openAI.validateCreateCompletionResponse,
    validateEvent: openAI.validateCompletionEvent,
    rules: [...completionRules, ...logprobsRules],
  },
};
