import { describe, expect, test } from "vitest";
import { type RequestHeaders, readRequestHead } from "../../src/index.ts";
import { spec } from "../spec.ts";
import { caught } from "./caught.ts";

const version = "2024-04-01-preview";

function read(headers: RequestHeaders, query = `api-version=${version}`) {
  return readRequestHead({ query: new URLSearchParams(query), headers });
}

test("missing headers have the spec's defaults", () => {
  expect(read({ host: "x" })).toStrictEqual({
    apiVersion: version,
    extraParameters: spec.components.parameters.ExtraParameters?.schema.default,
  });
});

test("headers are read from strings and from lists of one value", () => {
  const head = { apiVersion: version, extraParameters: "pass-through", deployment: "llama2-7b" };
  expect(read({ "extra-parameters": "pass-through", "azureml-model-deployment": "llama2-7b" })).toStrictEqual(
    head,
  );
  expect(
    read({ "extra-parameters": ["pass-through"], "azureml-model-deployment": ["llama2-7b"] }),
  ).toStrictEqual(head);
});

test.each([
  ["error", "error"],
  ["ignore", "ignore"],
  ["drop", "ignore"],
  ["pass-through", "pass-through"],
])("extra-parameters: %s means %s", (value, policy) => {
  expect(read({ "extra-parameters": value }).extraParameters).toBe(policy);
});

test("other query parameters are ignored", () => {
  expect(read({}, `a=1&a=2&__proto__=1&api-version=${version}`)).toHaveProperty("apiVersion", version);
});

describe("the first fault is reported", () => {
  test.each<[string, RequestHeaders, { code: string; param: string; error: string }]>([
    [
      "",
      {},
      {
        code: "invalid_query",
        param: "api-version",
        error:
          "The query parameter api-version is required; for OpenAI's clients, end the base URL in `/v1` instead",
      },
    ],
    [
      "api-version=2024-04-01&api-version=2024-04-01",
      {},
      {
        code: "invalid_query",
        param: "api-version",
        error: "The query parameter api-version must be sent only once",
      },
    ],
    [
      "api-version=v1",
      { "extra-parameters": "x" },
      {
        code: "invalid_query",
        param: "api-version",
        error:
          "The query parameter api-version must match ^\\d{4}-\\d{2}-\\d{2}(-preview)?$, for example 2024-04-01-preview",
      },
    ],
    [
      "api-version=2024-04-01",
      { "extra-parameters": "Error", "azureml-model-deployment": "" },
      {
        code: "invalid_header",
        param: "extra-parameters",
        error: 'The extra-parameters header must be "error", "ignore", "drop" or "pass-through"',
      },
    ],
    [
      "api-version=2024-04-01",
      { "extra-parameters": ["error", "error"] },
      {
        code: "invalid_header",
        param: "extra-parameters",
        error: "The extra-parameters header must be sent only once",
      },
    ],
    [
      "api-version=2024-04-01",
      { "azureml-model-deployment": "" },
      {
        code: "invalid_header",
        param: "azureml-model-deployment",
        error: "The azureml-model-deployment header must not be empty",
      },
    ],
  ])("%s %j", (query, headers, body) => {
    expect(caught(() => read(headers, query)).body).toMatchObject({ status: 400, ...body });
  });
});
