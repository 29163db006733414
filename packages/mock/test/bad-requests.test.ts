import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Mock, startMock } from "../src/index.ts";
import { ask, type Question, target } from "./support/ask.ts";
import { expectErrorResponse } from "./support/expect-response.ts";
import { countingEngine } from "./support/test-engines.ts";

let mock: Mock;
beforeAll(async () => {
  mock = await startMock({ port: 0, engine: countingEngine });
});
afterAll(() => mock.close());

const body = { prompt: "Hello" };
const version = "api-version=2024-04-01-preview";

describe.each<[status: number, code: string, questions: Record<string, Question>]>([
  [
    401,
    "unauthorized",
    {
      "an empty token": { headers: { authorization: "" }, body },
      "another scheme": { headers: { authorization: "Basic YTpi" }, body },
      "a colon": { headers: { authorization: "Bearer: abc" }, body },
      "a missing scheme": { headers: { authorization: "abcde12345" }, body },
      "a bad token and a bad body": { headers: { authorization: "abc" }, body: "{" },
    },
  ],
  [
    404,
    "not_found",
    {
      "another route": { target: `/chat/completions?${version}`, body },
      "a trailing slash": { target: `/completions/?${version}`, body },
      "a double slash": { target: `//completions?${version}`, body },
      "a host instead of a path": { target: `//localhost/completions?${version}`, body },
      "another case": { target: `/Completions?${version}`, body },
      "percent-encoded garbage": { target: "/%zz%00%ff", body },
      "a property of Object.prototype": { target: "/constructor", body },
      "an unknown deployment": { headers: { "azureml-model-deployment": "nonesuch" }, body },
      "the root": { method: "GET", target: "/" },
    },
  ],
  [
    405,
    "method_not_allowed",
    {
      GET: { method: "GET" },
      PUT: { method: "PUT", body },
      OPTIONS: { method: "OPTIONS" },
      PROPFIND: { method: "PROPFIND" },
      "POST to the list of requests": { target: "/__mock/requests", body },
    },
  ],
  [
    400,
    "invalid_query",
    {
      "a missing api-version": { target: "/completions", body },
      "an api-version that is not a date": { target: "/completions?api-version=latest", body },
      "an api-version twice": { target: `/completions?${version}&${version}`, body },
      __proto__: { target: "/completions?__proto__=1", body },
    },
  ],
  [
    400,
    "invalid_header",
    {
      "an unknown policy": { headers: { "extra-parameters": "maybe" }, body },
      "an empty deployment": { headers: { "azureml-model-deployment": "" }, body },
    },
  ],
  [
    415,
    "unsupported_media_type",
    {
      text: { headers: { "content-type": "text/plain" }, body },
      "a missing media type": { headers: { "content-type": "" }, body },
      "another encoding": { headers: { "content-type": "application/json; charset=utf-16" }, body },
      "a form": { headers: { "content-type": "application/x-www-form-urlencoded" }, body: "prompt=Hello" },
      gzip: { headers: { "content-encoding": "gzip" }, body: new Uint8Array(gzipSync(JSON.stringify(body))) },
    },
  ],
  [
    400,
    "invalid_json",
    {
      "a missing body": {},
      "an empty body": { body: "" },
      "half a document": { body: '{"prompt":' },
      "two documents": { body: '{"prompt":"a"}{}' },
      "invalid UTF-8": { body: Uint8Array.of(0x22, 0xff, 0x22) },
      NaN: { body: '{"prompt":"a","temperature":NaN}' },
    },
  ],
  [
    422,
    "invalid_parameter",
    {
      null: { body: "null" },
      false: { body: "false" },
      0: { body: "0" },
      "an empty text": { body: '""' },
      "a list": { body: "[]" },
      "a missing prompt": { body: {} },
      "null as the prompt": { body: { prompt: null } },
      "10,000 nested lists": { body: `{"prompt":${"[".repeat(10_000)}${"]".repeat(10_000)}}` },
      "a prompt that mixes tokens and text": { body: { prompt: [[1], "a"] } },
      "max_tokens of 0": { body: { prompt: "a", max_tokens: 0 } },
      "a huge number": { body: '{"prompt":"a","temperature":1e400}' },
      "200,000 wrong tokens": { body: { prompt: Array(200_000).fill(true) } },
    },
  ],
  [
    400,
    "extra_parameters_not_allowed",
    {
      model: { body: { prompt: "a", model: "gpt" } },
      __proto__: { body: '{"prompt":"a","__proto__":{"stream":true}}' },
      constructor: { body: '{"prompt":"a","constructor":{}}' },
    },
  ],
  [413, "payload_too_large", { "two megabytes": { body: { prompt: "a".repeat(2_000_000) } } }],
])("%i %s", (status, code, questions) => {
  test.each(Object.entries(questions))("%s", async (_what, question) => {
    const response = await ask(mock, question);
    expect(response.status).toBe(status);
    expect(await expectErrorResponse(response)).toBe(code);
  });
});

test("a 405 lists the allowed methods", async () => {
  expect((await ask(mock, { method: "GET" })).headers.get("allow")).toBe("POST");
  expect((await ask(mock, { target: "/__mock/requests", body })).headers.get("allow")).toBe(
    "GET, HEAD, DELETE",
  );
});

test("HEAD gets the head of a 405 without a body", async () => {
  const response = await ask(mock, { method: "HEAD" });
  expect(response.status).toBe(405);
  expect(response.headers.get("x-ms-error-code")).toBe("method_not_allowed");
  expect(await response.text()).toBe("");
});

test("a parameter called __proto__ changes no prototype", async () => {
  const headers = { "extra-parameters": "pass-through" };
  const response = await ask(mock, { headers, body: '{"prompt":"a","__proto__":{"stream":true}}' });
  expect(response.headers.get("content-type")).toBe("application/json");
  expect({}).not.toHaveProperty("stream");
});

test("a body of exactly 1 MiB is accepted, and one more byte is not", async () => {
  const frame = JSON.stringify({ prompt: "" }).length;
  const response = await ask(mock, { body: { prompt: "a".repeat(2 ** 20 - frame) } });
  expect(response.status).toBe(200);
  await response.text();
  expect((await ask(mock, { body: { prompt: "a".repeat(2 ** 20 - frame + 1) } })).status).toBe(413);
});

test("the mock still works after all of these requests", async () => {
  expect((await ask(mock, { target, body })).status).toBe(200);
});
