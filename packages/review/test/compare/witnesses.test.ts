import { expect, test } from "vitest";
import type { Change } from "../../src/model/change.ts";
import { compare, compareOperation, yaml } from "./support/compare-yaml.ts";

function witnessOf([change]: readonly Change[], promise: "wire" | "stream" | "behaviour" = "wire") {
  const evidence = change?.effects[promise];
  return evidence?.effect === "broken" ? evidence.witness : undefined;
}

const operation = (maximum: number, more = "") =>
  yaml(`
parameters:
  - { name: api-version, in: query, required: true, schema: { type: string }, example: 2024-04-01 }
  - { name: x-request-id, in: header, schema: { type: string } }
requestBody:
  required: true
  content:
    application/json:
      schema:
        type: object
        required: [prompt]
        properties: { prompt: { type: string }, temperature: { type: number, maximum: ${maximum}, default: 1 } }
${more}`);

test("a request has the path, the parameters and the body that the base requires", async () => {
  expect(witnessOf(await compareOperation(operation(2), operation(1)))).toMatchObject({
    kind: "request",
    request: {
      method: "POST",
      path: "/completions",
      query: { "api-version": "2024-04-01" },
      headers: { "content-type": "application/json" },
      body: { prompt: expect.any(String), temperature: expect.any(Number) },
    },
  });
});

test("a request leaves out the parameter that is now required", async () => {
  const changed = yaml(`
parameters:
  - { name: api-version, in: query, required: true, schema: { type: string }, example: 2024-04-01 }
  - { name: x-request-id, in: header, required: true, schema: { type: string } }
requestBody: { required: true, content: { application/json: { schema: { type: object } } } }`);
  const base = yaml(`
parameters:
  - { name: api-version, in: query, required: true, schema: { type: string }, example: 2024-04-01 }
  - { name: x-request-id, in: header, schema: { type: string } }
requestBody: { required: true, content: { application/json: { schema: { type: object } } } }`);
  const witness = witnessOf(await compareOperation(base, changed));
  expect(witness).toMatchObject({ request: { headers: { "content-type": "application/json" } } });
  expect(witness).toMatchObject({ reason: "The header `x-request-id` is missing." });
});

test("a response has the headers that are always there, and a status that the range contains", async () => {
  const response = (type: string) =>
    yaml(`
responses:
  4XX:
    description: Failed.
    headers: { X-Code: { required: true, schema: { const: refused } } }
    content: { application/json: { schema: { type: object, required: [code], properties: { code: { type: ${type} } } } } }`);
  expect(witnessOf(await compareOperation(response("string"), response("integer")))).toMatchObject({
    kind: "response",
    status: 400,
    headers: { "x-code": "refused", "content-type": "application/json" },
    body: { code: expect.any(Number) },
  });
});

test("an event is the data that readers did not expect", async () => {
  const events = (values: string) =>
    yaml(`
responses:
  "200":
    description: Completed.
    content: { text/event-stream: { schema: { type: string }, x-itemSchema: { enum: [${values}] } } }`);
  expect(witnessOf(await compareOperation(events("stop"), events("stop, length")), "stream")).toMatchObject({
    kind: "event",
    data: "length",
  });
});

test("another default is shown by a request that leaves the value out", async () => {
  const body = (value: number) =>
    yaml(`
requestBody:
  required: true
  content:
    application/json:
      example: { prompt: Hello, temperature: 1 }
      schema: { type: object, properties: { prompt: { type: string }, temperature: { type: number, default: ${value} } } }`);
  expect(witnessOf(await compareOperation(body(1), body(0.7)), "behaviour")).toMatchObject({
    kind: "meaning",
    request: { body: { prompt: "Hello" } },
    base: "`temperature` is `1` if it is left out.",
    head: "`temperature` is `0.7` if it is left out.",
  });
});

test("the path has a value for each of its parameters", async () => {
  const path = {
    get: {
      parameters: [{ name: "id", in: "path", required: true, schema: { type: "integer" }, example: 7 }],
    },
  };
  const { changes } = await compare({ paths: { "/completions/{id}": path } }, { paths: {} });
  expect(witnessOf(changes)).toMatchObject({ request: { method: "GET", path: "/completions/7" } });
});

test("a witness names the parameter that is at fault", async () => {
  const limit = (maximum: number) =>
    yaml(`parameters: [{ name: limit, in: query, schema: { type: integer, maximum: ${maximum} } }]`);
  expect(witnessOf(await compareOperation(limit(2), limit(1)))).toMatchObject({
    reason: "The query parameter `limit` must be at most `1`.",
  });
});
