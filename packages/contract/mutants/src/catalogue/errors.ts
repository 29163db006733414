import { alterJson } from "../proxy/alter-json.ts";
import { fails, failsWith, failsWithDetail, failsWithHeader } from "../proxy/alterations.ts";
import type { BrokenServer } from "./broken-server.ts";

const error = "#/components/schemas/ContentFilterError/properties";
const code = "#/components/schemas/ErrorCode/enum";
const detail = "#/components/schemas/Detail/properties";

const asksForALongerWait = fails((response) =>
  "retry-after" in response.headers
    ? { ...response, headers: { ...response.headers, "retry-after": "99" } }
    : response,
);

/** Servers whose errors follow their schema but are wrong. */
export const brokenErrors: readonly BrokenServer[] = [
  {
    id: "unauthorized-responds-with-400-instead",
    title: "responds with 400 instead",
    breaks: "#/paths/~1completions/post/responses/401",
    alteration: fails((response) => ({
      ...alterJson(response, (body) => ({ ...body, status: 400, code: "unauthorized" })),
      status: 400,
    })),
  },
  {
    id: "status-reports-another-status-than-it-has",
    title: "reports another status than it has",
    breaks: `${error}/status`,
    faces: ["completions"],
    alteration: failsWith({ status: 500 }),
  },
  {
    id: "param-blames-another-parameter",
    title: "blames another parameter",
    breaks: `${error}/param`,
    faces: ["completions"],
    alteration: failsWith({ param: "whale" }),
  },
  {
    id: "loc-blames-another-place",
    title: "blames another place",
    breaks: `${detail}/loc`,
    faces: ["completions"],
    alteration: failsWithDetail({ loc: ["body", "whale"] }),
  },
  {
    id: "value-quotes-another-value",
    title: "quotes another value",
    breaks: `${detail}/value`,
    faces: ["completions"],
    alteration: failsWithDetail({ value: '"whale"' }),
  },
  {
    id: "invalid-query-reports-an-invalid-header-instead",
    title: "reports an invalid header instead",
    breaks: `${code}/invalid_query`,
    faces: ["completions"],
    alteration: fails((response) => ({
      ...alterJson(response, (body) => ({ ...body, code: "invalid_header" })),
      headers: { ...response.headers, "x-ms-error-code": "invalid_header" },
    })),
  },
  {
    id: "error-has-the-reason-phrase-there",
    title: "has the status's reason phrase there",
    breaks: "#/components/schemas/UnprocessableContentError/properties/error",
    faces: ["completions"],
    alteration: failsWith({ error: "Unprocessable Content" }),
  },
  {
    id: "message-does-not-name-the-parameter",
    title: "does not name the parameter",
    breaks: "#/components/schemas/UnprocessableContentError/properties/message",
    faces: ["completions"],
    alteration: failsWith({ message: "Check your parameters." }),
  },
  {
    id: "not-found-has-the-reason-phrase-as-its-error",
    title: "has the status's reason phrase as its error",
    breaks: `${code}/not_found`,
    alteration: failsWith({ error: "Not Found" }),
  },
  {
    id: "not-found-does-not-name-the-deployment",
    title: "does not name the deployment",
    breaks: `${code}/not_found`,
    alteration: failsWith({ message: "Not here." }),
  },
  {
    id: "context-length-exceeded-has-the-reason-phrase-as-its-error",
    title: "has the status's reason phrase as its error",
    breaks: `${code}/context_length_exceeded`,
    alteration: failsWith({ error: "Bad Request" }),
  },
  {
    id: "context-length-exceeded-has-its-own-wording",
    title: "has its own wording",
    breaks: `${code}/context_length_exceeded`,
    alteration: failsWith({ message: "Too long." }),
  },
  {
    id: "extra-parameters-not-allowed-does-not-name-them",
    title: "does not name them",
    breaks: `${code}/extra_parameters_not_allowed`,
    faces: ["completions"],
    alteration: failsWith({ message: "No." }),
  },
  {
    id: "extra-parameters-not-allowed-names-the-first-only",
    title: "names the first only",
    breaks: `${code}/extra_parameters_not_allowed`,
    faces: ["completions"],
    alteration: fails((response) =>
      alterJson(response, (body) => ({ ...body, message: `There is an extra parameter ${body.param}.` })),
    ),
  },
  {
    id: "retry-after-asks-for-a-longer-wait",
    title: "asks for a longer wait",
    breaks: "#/components/responses/TooManyRequests/headers/Retry-After",
    alteration: asksForALongerWait,
  },
  {
    id: "other-error-retry-after-asks-for-a-longer-wait",
    title: "asks for a longer wait",
    breaks: "#/components/responses/OtherError/headers/Retry-After",
    alteration: asksForALongerWait,
  },
  {
    id: "rate-limited-response-asks-for-a-longer-wait",
    title: "asks for a longer wait",
    breaks: "#/components/examples/rate-limited-response",
    alteration: asksForALongerWait,
  },
  {
    id: "no-token-response-has-another-code",
    title: "has another code",
    breaks: "#/components/examples/no-token-response",
    faces: ["completions"],
    alteration: failsWithHeader("x-ms-error-code", "not_found"),
  },
  {
    id: "error-code-header-has-another-code-in-the-header",
    title: "has another code in the header",
    breaks: "error-code-header",
    faces: ["completions"],
    alteration: failsWithHeader("x-ms-error-code", "invalid_json"),
  },
  {
    id: "one-detail-per-fault-blames-the-whole-union",
    title: "blames the whole union",
    breaks: "one-detail-per-fault",
    faces: ["completions"],
    alteration: failsWithDetail({ loc: ["body", "prompt"] }),
  },
];
