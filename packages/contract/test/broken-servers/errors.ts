import { alterJson } from "../support/alter-json.ts";
import { fails, failsWith, failsWithDetail, failsWithHeader } from "../support/alterations.ts";
import type { BrokenServers } from "./broken-servers.ts";

const error = "#/components/schemas/ContentFilterError/properties";
const code = "#/components/schemas/ErrorCode/enum";
const detail = "#/components/schemas/Detail/properties";

/** Servers whose errors follow their schema, and are wrong. */
export const brokenErrors: BrokenServers = {
  "#/paths/~1completions/post/responses/401": {
    "answers 400 instead": fails((answer) => ({
      ...alterJson(answer, (body) => ({ ...body, status: 400, code: "unauthorized" })),
      status: 400,
    })),
  },
  [`${error}/status`]: { "says another than it has": failsWith({ status: 500 }) },
  [`${error}/param`]: { "blames another": failsWith({ param: "whale" }) },
  [`${detail}/loc`]: { "blames another place": failsWithDetail({ loc: ["body", "whale"] }) },
  [`${detail}/value`]: { "quotes another value": failsWithDetail({ value: '"whale"' }) },
  [`${code}/invalid_query`]: {
    "takes it for a header": fails((answer) => ({
      ...alterJson(answer, (body) => ({ ...body, code: "invalid_header" })),
      headers: { ...answer.headers, "x-ms-error-code": "invalid_header" },
    })),
  },
  [`${code}/not_found`]: { "does not say what": failsWith({ message: "Not here." }) },
  [`${code}/context_length_exceeded`]: { "has words of its own": failsWith({ message: "Too long." }) },
  [`${code}/extra_parameters_not_allowed`]: {
    "does not name them": failsWith({ message: "No." }),
    "names the first only": fails((answer) =>
      alterJson(answer, (body) => ({ ...body, message: `There is an extra parameter ${body.param}.` })),
    ),
  },

  "#/components/responses/TooManyRequests/headers/Retry-After": {
    "waits longer": failsWithHeader("retry-after", "99"),
  },
  "#/components/responses/OtherError/headers/Retry-After": {
    "waits longer": failsWithHeader("retry-after", "99"),
  },
  "#/components/examples/rate-limited-response": { "waits longer": failsWithHeader("retry-after", "99") },
  "#/components/examples/no-token-response": {
    "has another code": failsWithHeader("x-ms-error-code", "not_found"),
  },

  "error-code-header": { "has another code there": failsWithHeader("x-ms-error-code", "invalid_json") },
  "one-detail-per-fault": {
    "blames the whole union": failsWithDetail({ loc: ["body", "prompt"] }),
  },
};
