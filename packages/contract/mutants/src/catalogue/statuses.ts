import type { Alteration } from "../proxy/alteration.ts";
import { failsWithStatus } from "../proxy/answer-alterations.ts";
import type { BrokenServer } from "./broken-server.ts";

function changesStatus(applies: (status: number) => boolean, to: number): Alteration {
  return { response: (response) => (applies(response.status) ? { ...response, status: to } : response) };
}

/** Servers whose statuses are wrong. */
export const brokenStatuses: readonly BrokenServer[] = [
  {
    id: "unauthorized-is-forbidden",
    title: "responds with 403 instead of 401",
    breaks: "#/paths/~1completions/post/responses/401",
    alteration: failsWithStatus(401, 403),
  },
  {
    id: "unauthorized-is-bad-request",
    title: "responds with 400 instead of 401",
    breaks: "#/paths/~1completions/post/responses/401",
    alteration: failsWithStatus(401, 400),
  },
  {
    id: "unauthorized-is-a-redirect",
    title: "redirects to a page for signing in",
    breaks: "#/paths/~1completions/post/responses/401",
    alteration: failsWithStatus(401, 302),
  },
  {
    id: "not-found-is-bad-request",
    title: "responds with 400 instead of 404",
    breaks: "#/paths/~1completions/post/responses/404",
    alteration: failsWithStatus(404, 400),
  },
  {
    id: "not-found-is-a-failure",
    title: "responds with 500 instead of 404",
    breaks: "#/paths/~1completions/post/responses/404",
    alteration: failsWithStatus(404, 500),
  },
  {
    id: "invalid-is-bad-request",
    title: "responds with 400 instead of 422",
    breaks: "#/paths/~1completions/post/responses/422",
    faces: ["completions"],
    alteration: failsWithStatus(422, 400),
  },
  {
    id: "invalid-is-a-failure",
    title: "responds with 500 instead of 422",
    breaks: "#/paths/~1completions/post/responses/422",
    faces: ["completions"],
    alteration: failsWithStatus(422, 500),
  },
  {
    id: "invalid-is-unprocessable",
    title: "responds with 422 instead of 400",
    breaks: "#/paths/~1completions/post/responses/default",
    faces: ["openai"],
    alteration: failsWithStatus(400, 422),
  },
  {
    id: "bad-request-is-a-failure",
    title: "responds with 500 instead of 400",
    breaks: "#/paths/~1completions/post/responses/default",
    alteration: failsWithStatus(400, 500),
  },
  {
    id: "bad-request-is-unprocessable",
    title: "responds with 422 instead of 400",
    breaks: "#/paths/~1completions/post/responses/default",
    faces: ["completions"],
    alteration: failsWithStatus(400, 422),
  },
  {
    id: "wrong-method-is-not-found",
    title: "responds with 404 instead of 405",
    breaks: "#/components/schemas/ErrorCode/enum/method_not_allowed",
    alteration: failsWithStatus(405, 404),
  },
  {
    id: "wrong-method-is-bad-request",
    title: "responds with 400 instead of 405",
    breaks: "#/components/schemas/ErrorCode/enum/method_not_allowed",
    alteration: failsWithStatus(405, 400),
  },
  {
    id: "wrong-type-is-bad-request",
    title: "responds with 400 instead of 415",
    breaks: "#/components/schemas/ErrorCode/enum/unsupported_media_type",
    alteration: failsWithStatus(415, 400),
  },
  {
    id: "large-body-is-bad-request",
    title: "responds with 400 instead of 413",
    breaks: "#/components/schemas/ErrorCode/enum/payload_too_large",
    alteration: failsWithStatus(413, 400),
  },
  {
    id: "large-body-is-a-failure",
    title: "responds with 500 instead of 413",
    breaks: "#/components/schemas/ErrorCode/enum/payload_too_large",
    alteration: failsWithStatus(413, 500),
  },
  {
    id: "rate-limit-is-unavailable",
    title: "responds with 503 instead of 429",
    breaks: "#/paths/~1completions/post/responses/429",
    alteration: failsWithStatus(429, 503),
  },
  {
    id: "errors-are-successes",
    title: "responds to errors with 200",
    breaks: "#/paths/~1completions/post/responses/default",
    alteration: changesStatus((status) => status >= 400, 200),
  },
  {
    id: "errors-are-failures",
    title: "responds to all errors with 500",
    breaks: "#/paths/~1completions/post/responses/default",
    alteration: changesStatus((status) => status >= 400 && status < 500, 500),
  },
  {
    id: "errors-are-bad-requests",
    title: "responds to all errors with 400",
    breaks: "#/paths/~1completions/post/responses/default",
    alteration: changesStatus((status) => status > 400, 400),
  },
  {
    id: "completion-is-created",
    title: "responds with 201",
    breaks: "#/paths/~1completions/post/responses/200",
    alteration: changesStatus((status) => status === 200, 201),
  },
  {
    id: "completion-is-accepted",
    title: "responds with 202",
    breaks: "#/paths/~1completions/post/responses/200",
    alteration: changesStatus((status) => status === 200, 202),
  },
  {
    id: "completion-is-partial",
    title: "responds with 206",
    breaks: "#/paths/~1completions/post/responses/200",
    alteration: changesStatus((status) => status === 200, 206),
  },
];
