import { distinctHeaders } from "@completions-api/http";
import { checkContentType, listPrompts, parseJsonBody } from "@completions-api/protocol";
import {
  readOpenAIParameters,
  toOpenAIChunks,
  toOpenAICompletion,
  toOpenAIErrorBody,
  toOpenAIErrorResponse,
} from "@completions-api/protocol/openai";
import {
  applyCreateCompletionRequestDefaults,
  createCompletionRequestParameters,
} from "@completions-api/validators/openai";
import { checkNesting } from "./check-nesting.ts";
import type { Face, ResponseForm } from "./face.ts";
import { selectByModel } from "./select-deployment.ts";

const parsedNames = new Set<string>(createCompletionRequestParameters);

/** The face for OpenAI's clients: everything under `/v1/`. */
export const openAIFace: Face = {
  defaults: applyCreateCompletionRequestDefaults({ prompt: "" }),
  readHead({ message }, policy = "error") {
    checkContentType(distinctHeaders(message)["content-type"]);
    return { extraParameters: policy };
  },
  readBody(body, { extraParameters }) {
    const { parameters, extra } = readOpenAIParameters(parseJsonBody(body, { parsedNames }), extraParameters);
    checkNesting(extra);
    return {
      parameters,
      prompts: listPrompts(parameters.prompt),
      extra,
      ...(parameters.model !== undefined && { target: parameters.model }),
      dropsUnsupported: false,
    };
  },
  select: selectByModel,
  toEvents: (chunk, form) =>
    toOpenAIChunks(chunk, { ...listsLogprobs(form), includeUsage: wantsUsage(form) }),
  toBody: (completion, form) => toOpenAICompletion(completion, listsLogprobs(form)),
  errorFormat: { toResponse: toOpenAIErrorResponse, toEvent: toOpenAIErrorBody },
};

function listsLogprobs({ parameters }: ResponseForm): { readonly logprobs: boolean } {
  return { logprobs: parameters.logprobs !== undefined };
}

function wantsUsage({ parameters }: ResponseForm): boolean {
  return parameters.stream_options?.include_usage === true;
}
