import openAISpec from "@completions-api/spec/openai.json" with { type: "json" };
import azureSpec from "@completions-api/spec/openapi.json" with { type: "json" };
import * as completions from "@completions-api/validators";
import * as openAI from "@completions-api/validators/openai";
import { target } from "./ask.ts";
import { expectErrorResponse, expectOpenAIError } from "./expect-response.ts";

/** One of the two faces of the API, as tests of both see it. */
export interface TestFace {
  /** The target of requests for completions. */
  readonly target: string;
  readonly spec: typeof azureSpec | typeof openAISpec;
  readonly validators: Pick<
    typeof completions | typeof openAI,
    "validateCreateCompletionRequest" | "validateCreateCompletionResponse"
  >;
  readonly errorStatuses: Readonly<Record<string, number>>;
  /** Expects a response to be one of the face's errors and returns its code. */
  readonly expectError: (response: Response) => Promise<string>;
}

/** The API's own face. */
export const completionsFace: TestFace = {
  target,
  spec: azureSpec,
  validators: completions,
  errorStatuses: completions.errorStatuses,
  expectError: expectErrorResponse,
};

/** The face for OpenAI's clients. */
export const openAIFace: TestFace = {
  target: "/v1/completions",
  spec: openAISpec,
  validators: openAI,
  errorStatuses: openAI.errorStatuses,
  expectError: expectOpenAIError,
};

/** Both faces, for `describe.each`. */
export const faces: readonly (readonly [name: string, face: TestFace])[] = [
  ["on the API's own face", completionsFace],
  ["under /v1/", openAIFace],
];
