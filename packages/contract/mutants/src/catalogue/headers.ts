import { isStream } from "../proxy/alter-json.ts";
import type { ProxiedRequest, ProxiedResponse } from "../proxy/alteration.ts";
import { failsWithHeader } from "../proxy/alterations.ts";
import { sendsHeaders } from "../proxy/answer-alterations.ts";
import { isCompletion, isError } from "../proxy/wire-alterations.ts";
import type { BrokenServer } from "./broken-server.ts";

function everyThird(_response: ProxiedResponse, { number }: ProxiedRequest): boolean {
  return number % 3 === 0;
}

function isRateLimit({ status }: ProxiedResponse): boolean {
  return status === 429;
}

/** Servers whose headers are wrong, or vary from response to response. */
export const brokenHeaders: readonly BrokenServer[] = [
  {
    id: "type-of-completions-is-text",
    title: "sends completions as text/plain",
    breaks: "#/components/responses/Completion/content/application~1json",
    alteration: sendsHeaders({ "content-type": "text/plain" }, isCompletion),
  },
  {
    id: "type-of-completions-is-html",
    title: "sends completions as text/html",
    breaks: "#/components/responses/Completion/content/application~1json",
    alteration: sendsHeaders({ "content-type": "text/html; charset=utf-8" }, isCompletion),
  },
  {
    id: "type-of-completions-is-missing",
    title: "sends completions without a type",
    breaks: "#/components/responses/Completion/content/application~1json",
    alteration: sendsHeaders({ "content-type": undefined }, isCompletion),
  },
  {
    id: "type-of-completions-is-a-stream",
    title: "sends completions as text/event-stream",
    breaks: "#/components/responses/Completion/content/application~1json",
    alteration: sendsHeaders({ "content-type": "text/event-stream" }, isCompletion),
  },
  {
    id: "type-of-completions-is-a-vendor-type",
    title: "sends completions as a type of its own",
    breaks: "#/components/responses/Completion/content/application~1json",
    alteration: sendsHeaders({ "content-type": "application/vnd.whale+json" }, isCompletion),
  },
  {
    id: "charset-of-completions-is-latin-1",
    title: "says that completions are Latin-1",
    breaks: "#/components/responses/Completion/content/application~1json",
    alteration: sendsHeaders({ "content-type": "application/json; charset=iso-8859-1" }, isCompletion),
  },
  {
    id: "type-changes-now-and-then",
    title: "sends every third response as text/plain",
    breaks: "#/components/responses/Completion/content/application~1json",
    alteration: sendsHeaders({ "content-type": "text/plain" }, everyThird),
  },
  {
    id: "type-is-missing-now-and-then",
    title: "sends every third response without a type",
    breaks: "#/components/responses/Completion/content/application~1json",
    alteration: sendsHeaders({ "content-type": undefined }, everyThird),
  },
  {
    id: "type-of-errors-is-text",
    title: "sends errors as text/plain",
    breaks: "#/paths/~1completions/post/responses/default",
    alteration: sendsHeaders({ "content-type": "text/plain" }, isError),
  },
  {
    id: "type-of-errors-is-a-problem",
    title: "sends errors as application/problem+json",
    breaks: "#/paths/~1completions/post/responses/default",
    alteration: sendsHeaders({ "content-type": "application/problem+json" }, isError),
  },
  {
    id: "request-id-is-empty",
    title: "has an empty request id",
    breaks: "#/components/headers/RequestId/schema/minLength",
    alteration: sendsHeaders({ "x-request-id": "" }),
  },
  {
    id: "request-id-repeats",
    title: "gives all responses one request id",
    breaks: "#/components/responses/Completion/headers/x-request-id",
    alteration: sendsHeaders({ "x-request-id": "req-1" }),
  },
  {
    id: "request-id-comes-now-and-then",
    title: "sends a request id with every third response",
    breaks: "#/components/responses/Completion/headers/x-request-id",
    alteration: sendsHeaders({ "x-request-id": "req-1" }, everyThird),
  },
  {
    id: "rate-limit-is-text",
    title: "writes the limit of requests as text",
    breaks: "#/components/headers/RateLimitLimitRequests/schema/type",
    alteration: sendsHeaders({ "x-ratelimit-limit-requests": "many" }),
  },
  {
    id: "rate-limit-is-negative",
    title: "has a limit of tokens below 0",
    breaks: "#/components/headers/RateLimitLimitTokens/schema/minimum",
    alteration: sendsHeaders({ "x-ratelimit-limit-tokens": "-1" }),
  },
  {
    id: "rate-limit-remaining-is-a-fraction",
    title: "has fractions of remaining requests",
    breaks: "#/components/headers/RateLimitRemainingRequests/schema/type",
    alteration: sendsHeaders({ "x-ratelimit-remaining-requests": "0.5" }),
  },
  {
    id: "rate-limit-remaining-tokens-is-empty",
    title: "has an empty number of remaining tokens",
    breaks: "#/components/headers/RateLimitRemainingTokens/schema/type",
    alteration: sendsHeaders({ "x-ratelimit-remaining-tokens": "" }),
  },
  {
    id: "rate-limit-reset-is-a-date",
    title: "writes the reset of requests as a date",
    breaks: "#/components/schemas/Duration/pattern",
    alteration: sendsHeaders({ "x-ratelimit-reset-requests": "Mon, 01 Apr 2024 00:00:00 GMT" }),
  },
  {
    id: "rate-limit-reset-is-empty",
    title: "has an empty reset of tokens",
    breaks: "#/components/schemas/Duration/minLength",
    alteration: sendsHeaders({ "x-ratelimit-reset-tokens": "" }),
  },
  {
    id: "challenge-is-missing",
    title: "has no `WWW-Authenticate`",
    breaks: "#/components/headers/Challenge/required",
    faces: ["completions"],
    alteration: sendsHeaders({ "www-authenticate": undefined }, isError),
  },
  {
    id: "challenge-is-empty",
    title: "has an empty `WWW-Authenticate`",
    breaks: "#/components/headers/Challenge/schema/minLength",
    faces: ["completions"],
    alteration: sendsHeaders({ "www-authenticate": "" }, isError),
  },
  {
    id: "allow-is-empty",
    title: "lists no method in `Allow`",
    breaks: "#/components/headers/Allow/schema/minLength",
    faces: ["completions"],
    alteration: sendsHeaders({ allow: "" }, isError),
  },
  {
    id: "retry-after-is-missing",
    title: "does not say when to retry",
    breaks: "#/components/responses/TooManyRequests/headers/Retry-After/required",
    alteration: sendsHeaders({ "retry-after": undefined }, isError),
  },
  {
    id: "retry-after-is-a-date",
    title: "says when to retry as a date",
    breaks: "#/components/schemas/RetryAfter/type",
    alteration: sendsHeaders({ "retry-after": "Mon, 01 Apr 2024 00:00:00 GMT" }, isRateLimit),
  },
  {
    id: "retry-after-is-negative",
    title: "says to retry before",
    breaks: "#/components/schemas/RetryAfter/minimum",
    alteration: sendsHeaders({ "retry-after": "-1" }, isRateLimit),
  },
  {
    id: "retry-after-is-a-fraction",
    title: "says to retry after a fraction of a second",
    breaks: "#/components/schemas/RetryAfter/type",
    alteration: sendsHeaders({ "retry-after": "0.5" }, isRateLimit),
  },
  {
    id: "retry-after-is-text",
    title: "says to retry soon",
    breaks: "#/components/schemas/RetryAfter/type",
    alteration: sendsHeaders({ "retry-after": "soon" }, isRateLimit),
  },
  {
    id: "retry-after-is-in-milliseconds",
    title: "says when to retry in milliseconds",
    breaks: "#/components/responses/TooManyRequests/headers/Retry-After",
    alteration: sendsHeaders({ "retry-after": "7000" }, isRateLimit),
  },
  {
    id: "code-header-is-unknown",
    title: "has codes of its own in `x-ms-error-code`",
    breaks: "error-code-header",
    faces: ["completions"],
    alteration: failsWithHeader("x-ms-error-code", "Whale"),
  },
  {
    id: "code-header-is-empty",
    title: "has an empty `x-ms-error-code`",
    breaks: "error-code-header",
    faces: ["completions"],
    alteration: failsWithHeader("x-ms-error-code", ""),
  },
  {
    id: "code-header-is-the-status",
    title: "has the status in `x-ms-error-code`",
    breaks: "error-code-header",
    faces: ["completions"],
    alteration: failsWithHeader("x-ms-error-code", "400"),
  },
  {
    id: "code-header-is-missing-now-and-then",
    title: "leaves `x-ms-error-code` out of every third response",
    breaks: "error-code-header",
    faces: ["completions"],
    alteration: sendsHeaders({ "x-ms-error-code": undefined }, everyThird),
  },
  {
    id: "code-header-comes-with-completions",
    title: "has `x-ms-error-code` in completions, too",
    breaks: "error-code-header",
    faces: ["completions"],
    alteration: sendsHeaders({ "x-ms-error-code": "invalid_json" }, isStream),
  },
];
