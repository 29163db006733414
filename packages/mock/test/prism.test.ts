import { createApiServer } from "@completions-api/http";
import { beforeAll, describe, expect, test } from "vitest";
import { CheckedRequest } from "../src/checked-request.ts";
import { createAzureFace } from "../src/faces/azure.ts";
import type { Face } from "../src/faces/face.ts";
import { createOpenAIFace } from "../src/faces/openai.ts";
import type { MockOperation } from "../src/mock-operation.ts";
import type { MockResponse } from "../src/mock-response.ts";
import { createRequestHandler } from "../src/request-handler.ts";
import { RequestLog } from "../src/request-log.ts";
import { ask, target } from "./support/ask.ts";
import { expectErrorResponse } from "./support/expect-response.ts";
import { countingEngine } from "./support/test-engines.ts";

const options = { engine: countingEngine, deployments: new Set<string>(), started: 0 };
let azure: Face;
let openAI: Face;
beforeAll(async () => {
  azure = await createAzureFace(options);
  openAI = await createOpenAIFace(options);
});

/** Finds the operation of a face that completes prompts. */
function findCompletion({ routes }: Face): MockOperation {
  const operation = Object.values(routes).find(({ POST }) => POST)?.POST;
  if (operation === undefined) throw new Error("The face has no operation to complete prompts.");
  return operation;
}

describe.each<[name: string, face: () => Face, path: string]>([
  ["the API's own face", () => azure, target],
  ["the face for OpenAI's clients", () => openAI, "/v1/completions"],
])("On %s, Prism refuses requests that our validators should have refused", (_name, face, path) => {
  const url = new URL(path, "http://localhost");
  const headers = { authorization: "Bearer abc", "content-type": "application/json" };
  const check = ({ url: at = url, headers: sent = headers, body = { prompt: "Hello" } as object }) => {
    const request = { method: "POST", url: at, headers: sent };
    const read = { body, respond: () => ({ status: 200, headers: {}, body: {} }) };
    findCompletion(face()).prism.checkRequest(new CheckedRequest(request, read, {}));
  };

  test("but not a valid request", () => {
    expect(() => check({})).not.toThrow();
    expect(() => check({ headers: { ...headers, authorization: "bearer abc" } })).not.toThrow();
  });

  test("a request without a token", () => {
    expect(() => check({ headers: { ...headers, authorization: "" } })).toThrow(
      "Prism refuses a request that the validators accept:",
    );
  });

  test("a wrong body", () => {
    expect(() => check({ body: { prompt: "Hello", temperature: 3 } })).toThrow("temperature");
  });

  test("a query without its parameter", () => {
    const checkBare = () => check({ url: new URL(url.pathname, url) });
    if (url.search === "") expect(checkBare).not.toThrow();
    else expect(checkBare).toThrow("api-version");
  });
});

test.each<[what: string, response: MockResponse]>([
  ["a completion", { status: 200, headers: {}, body: { id: "a" } }],
  ["an error", { status: 404, headers: { "x-ms-error-code": "not_found" }, body: {} }],
  ["a status", { status: 204, headers: {}, body: undefined }],
])("%s that breaks the contract becomes a 500", async (_what, response) => {
  const operation = {
    ...findCompletion(azure),
    read: () => ({ body: { prompt: "Hello" }, respond: () => response }),
  };
  const face = { ...azure, routes: { "/completions": { POST: operation } } };
  const handler = createRequestHandler({
    azure: face,
    loadOpenAI: async () => openAI,
    log: new RequestLog(),
    seed: 0,
  });
  await using server = createApiServer(handler);
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  const answer = await ask({ url }, { headers: { connection: "close" }, body: { prompt: "Hello" } });
  expect(answer.status).toBe(500);
  expect(await expectErrorResponse(answer)).toBe("internal_error");
});
