import { expect, test } from "vitest";
import { type RequestHeaders, readCompletionRequest } from "../../src/index.ts";
import { caught } from "./caught.ts";

interface Parts {
  readonly query?: string;
  readonly headers?: RequestHeaders;
  readonly body?: string;
}

const good = { authorization: "Bearer t", "content-type": "application/json" };

function read({ query = "api-version=2024-04-01", headers = {}, body = '{"prompt":""}' }: Parts) {
  return readCompletionRequest({
    query: new URLSearchParams(query),
    headers: { ...good, ...headers },
    body: new TextEncoder().encode(body),
  });
}

test("a request has its defaults, and its extra parameters apart", () => {
  const body = '{"prompt":["a"],"seed":1,"top_k":5}';
  const request = {
    token: "t",
    apiVersion: "2024-04-01",
    parameters: {
      prompt: ["a"],
      seed: 1,
      frequency_penalty: 0,
      max_tokens: 256,
      presence_penalty: 0,
      stream: false,
      temperature: 1,
      top_p: 1,
    },
  };
  expect(read({ body, headers: { "extra-parameters": "drop" } })).toEqual({
    ...request,
    extraParameters: "ignore",
    extra: {},
  });
  expect(
    read({ body, headers: { "extra-parameters": "pass-through", "azureml-model-deployment": "d" } }),
  ).toEqual({
    ...request,
    deployment: "d",
    extraParameters: "pass-through",
    extra: { top_k: 5 },
  });
});

test("the contract's order decides which of several faults is reported", () => {
  const faults: [code: string, fix: (parts: Parts) => Parts][] = [
    [
      "unauthorized",
      (parts) => ({ ...parts, headers: { ...parts.headers, authorization: good.authorization } }),
    ],
    ["invalid_query", ({ query, ...parts }) => parts],
    ["invalid_header", (parts) => ({ ...parts, headers: { ...parts.headers, "extra-parameters": "error" } })],
    [
      "unsupported_media_type",
      (parts) => ({ ...parts, headers: { ...parts.headers, "content-type": good["content-type"] } }),
    ],
    ["invalid_json", (parts) => ({ ...parts, body: '{"prompt":1,"model":"m"}' })],
    ["invalid_parameter", (parts) => ({ ...parts, body: '{"prompt":"","model":"m"}' })],
    ["extra_parameters_not_allowed", (parts) => ({ ...parts, body: '{"prompt":""}' })],
  ];
  let parts: Parts = {
    query: "",
    headers: { authorization: undefined, "content-type": undefined, "extra-parameters": "x" },
    body: "{",
  };
  for (const [code, fix] of faults) {
    expect(caught(() => read(parts)).code).toBe(code);
    parts = fix(parts);
  }
  expect(read(parts).extraParameters).toBe("error");
});
