import { listPrompts } from "@completions-api/protocol";
import { checkOpenAIErrorParts, completionRules, logprobsRules } from "@completions-api/protocol/rules";
import type { ErrorCode } from "@completions-api/types/openai";
import {
  applyCreateCompletionRequestDefaults,
  errorCodes,
  validateCompletionEvent,
  validateCreateCompletionRequest,
  validateCreateCompletionResponse,
  validateErrorResponse,
  validateResponseHeaders,
} from "@completions-api/validators/openai";
import type { ExpectedError } from "../contract-case.ts";
import { expectRule, expectThat, expectValid } from "../contract-violation.ts";
import { type FaceFormat, messageOf } from "./face-format.ts";

const codes: Partial<Record<ExpectedError["code"], ErrorCode>> = errorCodes;

/** The face for OpenAI's clients. */
export const openAIFormat: FaceFormat = {
  query: "",
  rules: [...completionRules, ...logprobsRules],
  validateCompletion: validateCreateCompletionResponse,
  validateEvent: validateCompletionEvent,
  validateHeaders: validateResponseHeaders,

  readRequest(body) {
    const validation = validateCreateCompletionRequest(body);
    if (!validation.valid) return undefined;
    const request = applyCreateCompletionRequestDefaults(validation.value);
    const { n, echo, logprobs, best_of: bestOf = n } = request;
    return {
      prompts: listPrompts(request.prompt).map(({ prompt }) => prompt),
      maxTokens: request.max_tokens,
      stop: [request.stop ?? []].flat(),
      stream: request.stream,
      usage: request.stream_options?.include_usage ? "own-event" : "none",
      n,
      bestOf,
      echo,
      logprobs,
    };
  },

  readError({ status, headers }, json) {
    const body = expectValid(validateErrorResponse(json), `body of the ${status}`);
    const code = expectRule(() =>
      checkOpenAIErrorParts({ status, headers: Object.fromEntries(headers), body }),
    );
    return { code, body };
  },

  toCode({ code, param }) {
    if (code === "not_found" && param === "model") return "model_not_found";
    // The codes that `errorCodes` does not list have the same name on both faces.
    return codes[code] ?? (code as ErrorCode);
  },

  checkFault({ loc, param = toParam(loc), mentions = [] }, _requestBody, body) {
    if (loc !== undefined || param !== undefined) {
      const actual = "message" in body ? undefined : body.error.param;
      expectThat(actual === (param ?? null), `param ${param ?? null}`, body);
    }
    const message = messageOf(body);
    for (const text of mentions) {
      expectThat(message.includes(text), `message with the text ${JSON.stringify(text)}`, message);
    }
  },
};

/** Formats the path to a value of the body as `param` does: `prompt[1][0]`. The whole body has none. */
function toParam(loc: readonly string[] = []): string | undefined {
  const [first, ...rest] = loc.slice(1);
  if (first === undefined) return undefined;
  return first + rest.map((key) => (/^\d+$/.test(key) ? `[${key}]` : `.${key}`)).join("");
}
