import { briefRequest, fails } from "../../case-helpers/exchanges.ts";
import { rfc } from "../../case-helpers/sources.ts";
import { properties, under } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";

const error = "#/components/schemas/TooManyRequestsError";

export const rateLimited: ContractCase = {
  id: "rate-limited",
  title: "A 429 is JSON that follows its schema, and says when to retry",
  faces: ["completions", "openai"],
  sources: [
    rfc(6585, "4", "A 429 says that the client sent too many requests, and may say when to retry."),
    rfc(9110, "10.2.3", "`Retry-After` is a number of seconds, or a date."),
  ],
  covers: [
    "#/paths/~1completions/post/responses/429",
    ...under(
      "#/components/responses/TooManyRequests",
      "headers/x-ms-error-code",
      "content/application~1json",
    ),
    ...under(
      "#/components/responses/TooManyRequests/headers",
      ...["Retry-After", "Retry-After/required", "x-request-id"],
      ...["requests", "tokens"].flatMap((what) =>
        ["limit", "remaining", "reset"].map((kind) => `x-ratelimit-${kind}-${what}`),
      ),
    ),
    ...under("#/components/headers/TooManyRequestsErrorCode", "required", "schema/const"),
    ...under("#/components/schemas/RetryAfter", "type", "minimum"),
    `${error}/type`,
    ...properties(error, ["status", "error", "message"], "required", "type"),
    ...under(`${error}/properties`, "status/const", "error/minLength", "message/minLength"),
    "#/components/schemas/ErrorCode/enum/too_many_requests",
    "#/components/schemas/ErrorCode/enum/rate_limit_exceeded",
    "#/components/schemas/ErrorType/enum/requests",
  ],
  needs: ["prefer"],
  exchanges: [0, 7].map((retryAfter) =>
    fails(
      { headers: { prefer: `code=429, retry-after=${retryAfter}` }, body: briefRequest },
      { code: "too_many_requests", retryAfter },
    ),
  ),
};
