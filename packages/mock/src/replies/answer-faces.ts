import type { ErrorFormat } from "@completions-api/http/routing";
import { errorResponse, type StreamGrammarOptions, toErrorEvent } from "@completions-api/protocol";
import {
  type OpenAIResponseOptions,
  toOpenAIChunks,
  toOpenAICompletion,
  toOpenAIErrorBody,
  toOpenAIErrorResponse,
} from "@completions-api/protocol/openai";
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
import type { Face } from "../faces/face.ts";
import type { CompletionForm } from "../mock-operation.ts";

/** One of the faces of the API, as far as an answer is checked on it. */
export interface AnswerFace extends Pick<Face, "name" | "validateError" | "validateHeaders"> {
  readonly errorFormat: ErrorFormat;
  readonly form: Pick<CompletionForm, "toEvents" | "toBody">;
  readonly validateEvent: (event: unknown) => Validation<CompletionEvent | OpenAI.CompletionEvent>;
  readonly validateBody: (
    body: unknown,
  ) => ReturnType<typeof validateCreateCompletionResponse | typeof openAI.validateCreateCompletionResponse>;
  readonly rules: readonly CompletionRule[];
  /** The place of the usage in a stream. */
  readonly usage: NonNullable<StreamGrammarOptions["usage"]>;
}

/** A request of OpenAI's clients that asks for everything that it can get. */
const everything: OpenAIResponseOptions = { logprobs: true, includeUsage: true };

/** Both faces of the API. */
export const answerFaces: readonly AnswerFace[] = [
  {
    name: "azure",
    errorFormat: { toResponse: errorResponse, toEvent: toErrorEvent },
    form: { toEvents: (chunk) => [chunk], toBody: (completion) => completion },
    validateError: validateErrorBody,
    validateHeaders: validateResponseHeaders,
    validateEvent: validateCompletionEvent,
    validateBody: validateCreateCompletionResponse,
    rules: completionRules,
    usage: "last-event",
  },
  {
    name: "openai",
    errorFormat: { toResponse: toOpenAIErrorResponse, toEvent: toOpenAIErrorBody },
    form: {
      toEvents: (chunk) => toOpenAIChunks(chunk, everything),
      toBody: (completion) => toOpenAICompletion(completion, everything),
    },
    validateError: (_status, body) => openAI.validateErrorResponse(body),
    validateHeaders: openAI.validateResponseHeaders,
    validateEvent: openAI.validateCompletionEvent,
    validateBody: openAI.validateCreateCompletionResponse,
    rules: [...completionRules, ...logprobsRules],
    usage: "own-event",
  },
];
