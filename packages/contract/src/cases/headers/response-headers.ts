import { briefRequest, completes, fails, refuses } from "../../case-helpers/exchanges.ts";
import { rfc } from "../../case-helpers/sources.ts";
import { under } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";

const requestId = "headers/x-request-id";
const rateLimit = ["requests", "tokens"].flatMap((what) =>
  ["limit", "remaining", "reset"].map((kind) => `headers/x-ratelimit-${kind}-${what}`),
);

export const responseHeaders: ContractCase = {
  id: "response-headers",
  title: "Every header that the spec declares has the form that it declares",
  sources: [
    rfc(9110, "11.6.1", "A 401 has at least one challenge in `WWW-Authenticate`."),
    rfc(9110, "10.2.3", "`Retry-After` is a number of seconds, or a date."),
  ],
  covers: [
    ...["Completion", "NotFound", "UnprocessableContent", "OtherError"].flatMap((response) =>
      under(`#/components/responses/${response}`, requestId, ...rateLimit),
    ),
    ...under("#/components/responses/Unauthorized", requestId, "headers/WWW-Authenticate"),
    ...under(
      "#/components/headers",
      ...["RequestId/schema/minLength", "Challenge/required", "Challenge/schema/minLength"],
      ...["Requests", "Tokens"].flatMap((what) =>
        ["Limit", "Remaining"].flatMap((kind) =>
          ["type", "minimum"].map((keyword) => `RateLimit${kind}${what}/schema/${keyword}`),
        ),
      ),
      ...["Unauthorized", "NotFound"].map((error) => `${error}ErrorCode/schema/const`),
    ),
    ...under("#/components/schemas/Duration", "pattern", "minLength"),
  ],
  exchanges: [
    completes(briefRequest),
    completes({ ...briefRequest, stream: true }),
    fails({ headers: { authorization: null }, body: briefRequest }, { code: "unauthorized" }),
    fails(
      { headers: { "azureml-model-deployment": "moby-dick-9000" }, body: briefRequest },
      { code: "not_found" },
    ),
    refuses({ ...briefRequest, top_p: 2 }, "top_p"),
    fails({ query: "", body: briefRequest }, { code: "invalid_query" }),
  ],
};
