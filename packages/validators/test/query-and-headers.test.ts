import { describe, expect, test } from "vitest";
import {
  validateCreateCompletionHeaders,
  validateCreateCompletionQuery,
  validateResponseHeaders,
} from "../src/index.ts";
import * as openai from "../src/openai.ts";
import { problemsOf } from "./problems-of.ts";

test.each([
  [{ "api-version": "2024-04-01" }],
  [{ "api-version": "2024-04-01-preview", other: "a", repeated: ["a", "b"] }],
])("the query %j is valid", (query) => {
  expect(validateCreateCompletionQuery(query)).toEqual({ valid: true, value: query });
});

const versionForm = "must match ^\\d{4}-\\d{2}-\\d{2}(-preview)?$, for example 2024-04-01-preview";

test.each([
  [{}, undefined, "is required"],
  [{ "API-VERSION": "2024-04-01" }, undefined, "is required"],
  [{ "api-version": "" }, "", versionForm],
  [{ "api-version": "2024-4-1" }, "2024-4-1", versionForm],
  [{ "api-version": ["2024-04-01", "2024-04-01"] }, ["2024-04-01", "2024-04-01"], "must be a string"],
])("the query %j has a problem", (query, value, message) => {
  expect(validateCreateCompletionQuery(query)).toMatchObject({
    valid: false,
    problems: [{ loc: ["query", "api-version"], value, message }],
  });
});

test.each([
  [{}],
  [{ "extra-parameters": "drop", "azureml-model-deployment": "llama2-7b" }],
  [{ accept: "*/*", "set-cookie": ["a", "b"], "Extra-Parameters": "not a header's name in lower case" }],
])("the headers %j are valid", (headers) => {
  expect(validateCreateCompletionHeaders(headers)).toEqual({ valid: true, value: headers });
});

test.each([
  [
    { "extra-parameters": "Ignore" },
    "extra-parameters",
    'must be "error", "ignore", "drop" or "pass-through"',
  ],
  [{ "extra-parameters": ["ignore", "ignore"] }, "extra-parameters", "must be a string"],
  [{ "azureml-model-deployment": "" }, "azureml-model-deployment", "must not be empty"],
  [{ "azureml-model-deployment": ["a", "b"] }, "azureml-model-deployment", "must be a string"],
])("the headers %j have a problem", (headers, name, message) => {
  const validation = validateCreateCompletionHeaders(headers);
  expect(validation.valid ? [] : validation.problems).toMatchObject([{ loc: ["header", name], message }]);
});

describe("the headers of a response", () => {
  const wrongDuration = String.raw`must match ^(\d+h)?(\d+m)?(\d+s)?(\d+ms)?$`;
  test.each<[status: number, headers: Record<string, string>, problems: string[]]>([
    [200, {}, []],
    [200, { "x-request-id": "1", "x-ratelimit-reset-tokens": "1m30s", server: "any" }, []],
    [
      200,
      { "x-ratelimit-limit-requests": "many" },
      [String.raw`header.x-ratelimit-limit-requests: must match ^\d+$`],
    ],
    [200, { "x-ratelimit-reset-tokens": "90" }, [`header.x-ratelimit-reset-tokens: ${wrongDuration}`]],
    [200, { "x-request-id": "" }, ["header.x-request-id: must not be empty"]],
    [401, { "x-ms-error-code": "unauthorized", "www-authenticate": "Bearer" }, []],
    [
      401,
      { "x-ms-error-code": "not_found", "www-authenticate": "Bearer" },
      ['header.x-ms-error-code: must be "unauthorized"'],
    ],
    [401, { "x-ms-error-code": "unauthorized" }, ["header.www-authenticate: is required"]],
    [429, { "x-ms-error-code": "too_many_requests" }, ["header.retry-after: is required"]],
    [503, { "x-ms-error-code": "service_unavailable", "retry-after": "7" }, []],
    [503, {}, ["header.x-ms-error-code: is required"]],
  ])("of a %d: %j: %j", (status, headers, problems) => {
    expect(problemsOf(validateResponseHeaders(status, headers))).toEqual(problems);
  });

  test.each<[status: number, headers: Record<string, string>, problems: string[]]>([
    [200, {}, []],
    [200, { "x-ratelimit-reset-tokens": "90" }, [`header.x-ratelimit-reset-tokens: ${wrongDuration}`]],
    [400, {}, []],
    [401, { "www-authenticate": "Bearer" }, []],
    [401, {}, ["header.www-authenticate: is required"]],
    [404, { "x-request-id": "" }, ["header.x-request-id: must not be empty"]],
    [429, {}, ["header.retry-after: is required"]],
    [503, { "retry-after": "soon" }, [String.raw`header.retry-after: must match ^\d+$`]],
  ])("of a %d on OpenAI's face, which has no error code: %j: %j", (status, headers, problems) => {
    expect(problemsOf(openai.validateResponseHeaders(status, headers))).toEqual(problems);
  });
});
