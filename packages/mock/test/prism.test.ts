import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createApiServer } from "@completions-api/http";
import { readCompletionRequest } from "@completions-api/protocol";
import spec from "@completions-api/spec/openapi.json" with { type: "json" };
import type { IHttpResponse } from "@stoplight/prism-http";
import { beforeAll, describe, expect, test } from "vitest";
import { CheckedRequest } from "../src/checked-request.ts";
import { createRequestHandler } from "../src/front.ts";
import { createPrism, type Operation, readOperation } from "../src/prism.ts";
import { RequestLog } from "../src/request-log.ts";
import { ask, target } from "./support/ask.ts";
import { expectErrorResponse } from "./support/expect-answer.ts";

let operation: Operation;
beforeAll(async () => {
  operation = await readOperation(structuredClone(spec));
});

describe("Prism refuses what our validators should not have let through", () => {
  const url = new URL(target, "http://localhost");
  const headers = { authorization: "Bearer abc", "content-type": "application/json" };
  const body = Buffer.from('{"prompt":"Hello"}');
  const completion = readCompletionRequest({ query: url.searchParams, headers, body });
  const answered: IHttpResponse = { statusCode: 200, body: {} };
  const askPrism = (request: CheckedRequest) => createPrism(operation, () => answered).ask(request);

  test("but not a good request", async () => {
    expect(await askPrism(new CheckedRequest(url, headers, completion, {}))).toBe(answered);
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
])("%s that is not the contract's is a 500", async (_what, response) => {
  const prism = createPrism(operation, () => response);
  const front = createRequestHandler({ prism, deployments: new Set(), seed: 0 }, new RequestLog());
  await using server = createApiServer(front);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const answer = await ask({ url }, { headers: { connection: "close" }, body: { prompt: "Hello" } });
  expect(answer.status).toBe(500);
  expect(await expectErrorResponse(answer)).toBe("internal_error");
});
