import type { ErrorResponse as ErrorBody, ErrorCode } from "@completions-api/types/openai";
import { errorCodes, errorStatuses, errorTypes } from "@completions-api/validators/openai";
import type { HttpError } from "../errors/http-error.ts";
import type { ErrorResponse } from "../errors/serialize.ts";

/** Returns the body that reports an error to OpenAI's clients. In a stream, it is the data of the last event. */
export function toOpenAIErrorBody(error: HttpError): ErrorBody {
  const code = toOpenAIErrorCode(error);
  const types: Partial<Record<ErrorCode, ErrorBody["error"]["type"]>> = errorTypes;
  return {
    error: {
      message: error.body.message,
      type: types[code] ?? "invalid_request_error",
      param: error.param ?? null,
      code,
    },
  };
}

/** Returns the response that reports an error to OpenAI's clients. */
export function toOpenAIErrorResponse(error: HttpError): ErrorResponse {
  const { "x-ms-error-code": _, ...headers } = error.headers;
  return {
    status: errorStatuses[toOpenAIErrorCode(error)],
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(toOpenAIErrorBody(error)),
  };
}

function toOpenAIErrorCode({ code, param }: HttpError): ErrorCode {
  if (code === "not_found" && param === "model") return "model_not_found";
  // The compiler checks that every code has a counterpart.
  return code in errorCodes
    ? errorCodes[code as keyof typeof errorCodes]
    : (code as Exclude<typeof code, keyof typeof errorCodes>);
}
