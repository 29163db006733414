import { createApiServer } from "@completions-api/http";
import { readCompletionRequest } from "@completions-api/protocol";
import spec from "@completions-api/spec/openapi.json" with { type: "json" };
import { startServer } from "@completions-api/testing";
import type { IHttpResponse } from "@stoplight/prism-http";
import { beforeAll, describe, expect, test } from "vitest";
import { CheckedRequest } from "../src/checked-request.ts";
import { createRequestHandler } from "../src/front.ts";
import { createPrism, type Operation, readOperation } from "../src/prism.ts";
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
  const fixedResponse: IHttpResponse = { statusCode: 200, body: {} };
  const askPrism = (request: CheckedRequest) => createPrism(operation, () => fixedResponse).ask(request);

  test("but not a valid request", async () => {
    expect(await askPrism(new CheckedRequest(url, headers, completion, {}))).toBe(fixedResponse);
  });

  test("a request without a token", async () => {
    const request = new CheckedRequest(url, { "content-type": "application/json" }, completion, {});
    await expect(askPrism(request)).rejects.toThrow("Prism refuses a request that the validators accept:");
  });

  test("a query without its parameter", async () => {
    const request = new CheckedRequest(new URL("/completions", url), headers, completion, {});
    await expect(askPrism(request)).rejects.toThrow("api-version");
  });

  test("a wrong body", async () => {
    const parameters = { ...completion.parameters, temperature: 3 };
    const request = new CheckedRequest(url, headers, { ...completion, parameters }, {});
    await expect(askPrism(request)).rejects.toThrow("temperature");
  });
});

test.each<[what: string, response: IHttpResponse]>([
  ["a completion", { statusCode: 200, body: { id: "a" } }],
  ["an error", { statusCode: 404, headers: { "x-ms-error-code": "not_found" }, body: {} }],
  ["a status", { statusCode: 204 }],
])("%s that breaks the contract becomes a 500", async (_what, response) => {
  const prism = createPrism(operation, () => response);
  const handleRequest = createRequestHandler({ prism, deployments: new Set(), seed: 0 }, new RequestLog());
  await using server = await startServer(createApiServer(handleRequest));
  const failure = await ask(server, { body: { prompt: "Hello" } });
  expect(failure.status).toBe(500);
  expect(await expectErrorResponse(failure)).toBe("internal_error");
});
