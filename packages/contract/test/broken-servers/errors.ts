import { alterJson } from "../support/alter-json.ts";
import { fails, failsWith, failsWithDetail, failsWithHeader } from "../support/alterations.ts";
import type { BrokenServers } from "./broken-servers.ts";

const error = "#/components/schemas/ContentFilterError/properties";
const code = "#/components/schemas/ErrorCode/enum";
const detail = "#/components/schemas/Detail/properties";

/** Servers whose errors follow their schema but are wrong. */
export const brokenErrors: BrokenServers = {
  "#/paths/~1completions/post/responses/401": {
    "responds with 400 instead": fails((response) => ({
      ...alterJson(response, (body) => ({ ...body, status: 400, code: "unauthorized" })),
      status: 400,
    })),
  },
  [`${error}/status`]: { "reports another status than it has": failsWith({ status: 500 }) },
  [`${error}/param`]: { "blames another parameter": failsWith({ param: "whale" }) },
  [`${detail}/loc`]: { "blames another place": failsWithDetail({ loc: ["body", "whale"] }) },
  [`${detail}/value`]: { "quotes another value": failsWithDetail({ value: '"whale"' }) },
  [`${code}/invalid_query`]: {
    "reports an invalid header instead": fails((response) => ({
      ...alterJson(response, (body) => ({ ...body, code: "invalid_header" })),
      headers: { ...response.headers, "x-ms-error-code": "invalid_header" },
    })),
  },
  "#/components/schemas/UnprocessableContentError/properties/error": {
    "has the status's reason phrase there": failsWith({ error: "Unprocessable Content" }),
  },
  "#/components/schemas/UnprocessableContentError/properties/message": {
    "does not name the parameter": failsWith({ message: "Check your parameters." }),
  },
  [`${code}/not_found`]: {
    "has the status's reason phrase as its error": failsWith({ error: "Not Found" }),
    "does not name the deployment": failsWith({ message: "Not here." }),
  },
  [`${code}/context_length_exceeded`]: {
    "has the status's reason phrase as its error": failsWith({ error: "Bad Request" }),
    "has its own wording": failsWith({ message: "Too long." }),
  },
  [`${code}/extra_parameters_not_allowed`]: {
    "does not name them": failsWith({ message: "No." }),
    "names the first only": fails((response) =>
      alterJson(response, (body) => ({ ...body, message: `There is an extra parameter ${body.param}.` })),
    ),
  },

  "#/components/responses/TooManyRequests/headers/Retry-After": {
    "asks for a longer wait": failsWithHeader("retry-after", "99"),
  },
  "#/components/responses/OtherError/headers/Retry-After": {
    "asks for a longer wait": failsWithHeader("retry-after", "99"),
  },
  "#/components/examples/rate-limited-response": {
    "asks for a longer wait": failsWithHeader("retry-after", "99"),
  },
  "#/components/examples/no-token-response": {
    "has another code": failsWithHeader("x-ms-error-code", "not_found"),
  },

  "error-code-header": {
    "has another code in the header": failsWithHeader("x-ms-error-code", "invalid_json"),
  },
  "one-detail-per-fault": {
    "blames the whole union": failsWithDetail({ loc: ["body", "prompt"] }),
  },
};
