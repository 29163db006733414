import { createApiServer } from "@completions-api/http";
import { readCompletionRequest } from "@completions-api/protocol";
import spec from "@completions-api/spec/openapi.json" with { type: "json" };
import { beforeAll, describe, expect, test } from "vitest";
import { CheckedRequest } from "../src/checked-request.ts";
import type { MockResponse } from "../src/mock-response.ts";
import { createPrism, type Operation, readOperation } from "../src/prism.ts";
import { createRequestHandler } from "../src/request-handler.ts";
import { RequestLog } from "../src/request-log.ts";
import { ask, target } from "./support/ask.ts";
import { expectErrorResponse } from "./support/expect-response.ts";

let operation: Operation;
beforeAll(async () => {
  operation = await readOperation(structuredClone(spec));
});

describe("Prism refuses requests that our validators should have refused", () => {
  const url = new URL(target, "http://localhost");
  const headers = { authorization: "Bearer abc", "content-type": "application/json" };
  const body = Buffer.from('{"prompt":"Hello"}');
  const completion = readCompletionRequest({ query: url.searchParams, headers, body });
  const check = (request: CheckedRequest) => createPrism(operation).checkRequest(request);

  test("but not a valid request", () => {
    expect(() => check(new CheckedRequest(url, headers, completion, {}))).not.toThrow();
  });

  test("a request without a token", () => {
    const request = new CheckedRequest(url, { "content-type": "application/json" }, completion, {});
    expect(() => check(request)).toThrow("Prism refuses a request that the validators accept:");
  });

  test("a query without its parameter", () => {
    const request = new CheckedRequest(new URL("/completions", url), headers, completion, {});
    expect(() => check(request)).toThrow("api-version");
  });

  test("a wrong body", () => {
    const parameters = { ...completion.parameters, temperature: 3 };
    const request = new CheckedRequest(url, headers, { ...completion, parameters }, {});
    expect(() => check(request)).toThrow("temperature");
  });
});

test.each<[what: string, response: MockResponse]>([
  ["a completion", { status: 200, headers: {}, body: { id: "a" } }],
  ["an error", { status: 404, headers: { "x-ms-error-code": "not_found" }, body: {} }],
  ["a status", { status: 204, headers: {}, body: undefined }],
])("%s that breaks the contract becomes a 500", async (_what, response) => {
  const prism = createPrism(operation);
  const context = { handler: () => response, prism, deployments: new Set<string>(), seed: 0 };
  await using server = createApiServer(createRequestHandler(context, new RequestLog()));
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  const answer = await ask({ url }, { headers: { connection: "close" }, body: { prompt: "Hello" } });
  expect(answer.status).toBe(500);
  expect(await expectErrorResponse(answer)).toBe("internal_error");
});
