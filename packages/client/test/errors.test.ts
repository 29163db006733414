import type { RequestListener } from "node:http";
import { pipeline, Readable } from "node:stream";
import { startMock } from "@completions-api/mock";
import { errorStatuses } from "@completions-api/validators";
import { expect, test } from "vitest";
import {
  ApiError,
  CompletionsError,
  ConnectionError,
  type CreateCompletionRequest,
  ResponseError,
  UnexpectedResponseError,
} from "../src/index.ts";
import { clientOf, failureOf } from "./support/client.ts";
import { defer } from "./support/deferred.ts";
import { completion, errorOf, hangUp, respond, respondJson, respondStream } from "./support/responses.ts";
import { closedUrl, serve } from "./support/serve.ts";

const plain = { prompt: "Once upon a time", stream: false };
const streamed = { prompt: "Once upon a time", stream: true };

async function failureAfter(listener: RequestListener, request = plain): Promise<unknown> {
  await using server = await serve(listener);
  return await failureOf(clientOf(server).complete(request));
}

test.for([...new Set(Object.values(errorStatuses))])("a %i of the spec is an ApiError", async (status) => {
  await using mock = await startMock({ port: 0 });
  for (const request of [plain, streamed]) {
    const error = await failureOf(
      clientOf(mock, { headers: { prefer: `code=${status}` } }).complete(request),
    );
    expect(error).toBeInstanceOf(CompletionsError);
    expect(error).toBeInstanceOf(ResponseError);
    if (!(error instanceof ApiError)) throw error;
    expect(error).toMatchObject({ name: "ApiError", status, body: { status } });
    expect(error.message).toBe(`${status} ${error.body.message}`);
    expect(errorStatuses).toHaveProperty(error.headers.get("x-ms-error-code") ?? "", status);
  }
});

test("the message of an ApiError has both texts of a server that says different things in them", async () => {
  const body = { status: 404, error: "Not Found", message: "There is no such deployment." };
  const error = await failureAfter(respondJson(404, body));
  expect(error).toHaveProperty("message", "404 Not Found: There is no such deployment.");
});

test("a 422 has the path and value of the fault", async () => {
  await using mock = await startMock({ port: 0 });
  const error = await failureOf(clientOf(mock).complete({ prompt: "Once", temperature: 3 }));
  if (!(error instanceof ApiError) || error.status !== 422) throw error;
  expect(error.body.detail).toEqual({ loc: ["body", "temperature"], value: "3" });
});

test("the server's refusal of an extra parameter is an ApiError", async () => {
  await using mock = await startMock({ port: 0 });
  const request: CreateCompletionRequest = { prompt: "Once", logprobs: 1 };
  expect(await failureOf(clientOf(mock).complete(request))).toMatchObject({
    name: "ApiError",
    status: 400,
    body: { code: "extra_parameters_not_allowed", param: "logprobs" },
  });
});

const json = "application/json";

test.for<[what: string, status: number, type: string, body: string]>([
  ["a proxy's page", 502, "text/html", "<html>\n<h1>Bad gateway</h1>"],
  ["an empty error", 500, "", ""],
  ["an empty error that says it is JSON", 500, json, ""],
  ["an error as text", 500, "text/plain", "Out of memory"],
  ["an error that is not an object", 500, json, "null"],
  ["an error that is a list", 400, json, "[]"],
  ["an error with another status in its body", 500, json, JSON.stringify(errorOf(503))],
  ["an error without a message", 500, json, '{"status":500,"error":"Internal error"}'],
  ["an error whose kind is an object", 500, json, '{"status":500,"error":{"code":1},"message":"Broken."}'],
  [
    "an error whose message is a list",
    500,
    json,
    '{"status":500,"error":"Internal error","message":["Broken."]}',
  ],
  ["an error without a status", 404, json, '{"error":"Not found","message":"There is no such page."}'],
  ["a 422 without the detail", 422, json, JSON.stringify(errorOf(422))],
  ["an error as OpenAI has it", 429, json, '{"error":{"message":"Slow down","type":"requests","code":null}}'],
  ["an error as FastAPI has it", 422, json, '{"detail":[{"loc":["body"],"msg":"field required"}]}'],
  ["a page", 200, "text/html", "<html>"],
  ["a completion whose type is not JSON", 200, "text/plain", JSON.stringify(completion)],
  ["a completion without a type", 200, "", JSON.stringify(completion)],
  ["an unexpected stream", 200, "text/event-stream", "data: [DONE]\n\n"],
  ["JSON without choices", 200, json, '{"id":"1"}'],
  ["JSON with a choice that has no text", 200, json, '{"choices":[{"index":0,"message":{"content":"Hi"}}]}'],
  ["JSON with a choice that is null", 200, json, '{"choices":[null]}'],
  ["JSON with choices that are a string", 200, json, '{"choices":"none"}'],
  ["broken JSON", 200, json, JSON.stringify(completion).slice(0, -1)],
  ["two completions", 200, json, JSON.stringify(completion) + JSON.stringify(completion)],
  ["null", 200, json, "null"],
  ["an empty 200", 200, json, ""],
  ["an error with a 200", 200, json, JSON.stringify(errorOf(500))],
  ["a 204", 204, "", ""],
])("%s is an UnexpectedResponseError", async ([, status, type, body]) => {
  const error = await failureAfter(respond(status, type, body, { "x-trace": "7" }));
  expect(error).toBeInstanceOf(CompletionsError);
  expect(error).toBeInstanceOf(ResponseError);
  if (!(error instanceof UnexpectedResponseError)) throw error;
  const excerpt = body.slice(0, 200);
  expect(error).toMatchObject({ name: "UnexpectedResponseError", status, excerpt });
  expect(error.message).toContain(String(status));
  expect(error.message).toContain(JSON.stringify(excerpt));
  expect(error.headers.get("x-trace")).toBe("7");
});

test("a completion in place of a stream is an UnexpectedResponseError", async () => {
  const error = await failureAfter(respondJson(200, completion), streamed);
  expect(error).toBeInstanceOf(UnexpectedResponseError);
  expect(error).toHaveProperty(
    "message",
    expect.stringMatching(/^200 application\/json, not text\/event-stream: "/),
  );
});

test("the message of an UnexpectedResponseError says what is unexpected", async () => {
  const untyped = await failureAfter(respond(200, "", "Hello"));
  expect(untyped).toHaveProperty("message", '200 without a content type, not application/json: "Hello"');
  const page = await failureAfter(respond(502, "text/html", "<html>"));
  expect(page).toHaveProperty("message", '502 text/html, not an API response: "<html>"');
});

test("a content type may have capitals and parameters", async () => {
  await using server = await serve(
    respond(200, "Application/JSON; charset=utf-8", JSON.stringify(completion)),
    respond(200, "Text/Event-Stream;charset=UTF-8", "data: [DONE]\n\n"),
  );
  expect(await clientOf(server).complete(plain)).toEqual(completion);
  await clientOf(server).complete(streamed);
});

test("an excerpt has 200 characters and is quoted on one line", async () => {
  const page = `<html>\n\u001b[31m${"é".repeat(1_000)}`;
  const error = await failureAfter(respond(502, "text/html; charset=utf-8", page));
  if (!(error instanceof UnexpectedResponseError)) throw error;
  expect(error.excerpt).toBe(page.slice(0, 200));
  expect(error.message).toContain('"<html>\\n\\u001b[31mé');
  expect(error.message).not.toContain("\n");
  expect(error.message).not.toContain("\u001b");
  expect(error.message.length).toBeLessThan(300);
});

test("a body that is not text is quoted, too", async () => {
  const image: RequestListener = (_request, response) => {
    response.writeHead(502, { "content-type": "image/png" }).end(Buffer.from([0x89, 0x50, 0x4e, 0x47]));
  };
  expect(await failureAfter(image)).toMatchObject({ name: "UnexpectedResponseError", excerpt: "\uFFFDPNG" });
});

test.for([502, 200])("only the beginning of a long page with a %i is read", async (status) => {
  const piece = Buffer.alloc(64_000, "<br>");
  let sent = 0;
  const page = Readable.from({
    *[Symbol.iterator]() {
      for (; sent < 50_000_000; sent += piece.length) yield piece;
    },
  });
  const cut = defer<unknown>();
  await using server = await serve((_request, response) => {
    response.writeHead(status, { "content-type": "text/html" });
    pipeline(page, response, cut.resolve);
  });
  expect(await failureOf(clientOf(server).complete(plain))).toBeInstanceOf(UnexpectedResponseError);
  expect(await cut.promise).toMatchObject({ code: "ERR_STREAM_PREMATURE_CLOSE" });
  expect(sent).toBeLessThan(10_000_000); // The sockets' buffers hold this much.
});

test("an unreachable server causes a ConnectionError with the reason", async () => {
  const error = await failureOf(clientOf({ url: await closedUrl() }).complete(plain));
  expect(error).toBeInstanceOf(CompletionsError);
  if (!(error instanceof ConnectionError)) throw error;
  expect(error).toMatchObject({ name: "ConnectionError", cause: { cause: { code: "ECONNREFUSED" } } });
});

test.for<[string, RequestListener]>([
  ["before the response", hangUp],
  [
    "in the response",
    (request, response) => {
      response.writeHead(200, { "content-type": json });
      response.write('{"', () => request.socket.destroy());
    },
  ],
])("a connection lost %s is a ConnectionError with the reason", async ([, listener]) => {
  expect(await failureAfter(listener)).toMatchObject({
    name: "ConnectionError",
    cause: { cause: { code: "UND_ERR_SOCKET" } },
  });
});

test("an error of a custom fetch is the cause of a ConnectionError", async () => {
  const cause = new TypeError("Failed to fetch");
  const client = clientOf({ url: "http://client.test" }, { fetch: () => Promise.reject(cause) });
  expect(await failureOf(client.complete(plain))).toMatchObject({ name: "ConnectionError", cause });
});

test("a request that cannot be written as JSON is a TypeError and not sent", async () => {
  await using server = await serve(respondStream());
  const client = clientOf(server, { extraParameters: "ignore", onRetry: () => expect.unreachable() });
  const request: CreateCompletionRequest = { prompt: "Once", extra: 1n };
  await expect(client.complete(request, { maxRetries: 2 })).rejects.toThrow(TypeError);
  expect(server.requests).toHaveLength(0);
});

test("a completion that is not UTF-8 is an error, because its text would not be the model's", async () => {
  const [before, after] = JSON.stringify(completion).split("one two");
  const error = await failureAfter((_request, response) => {
    response.writeHead(200, { "content-type": json });
    response.end(Buffer.concat([Buffer.from(before ?? ""), Buffer.of(0xff), Buffer.from(after ?? "")]));
  });
  expect(error).toMatchObject({ name: "UnexpectedResponseError", status: 200 });
  expect(error).toHaveProperty("message", expect.stringContaining("not UTF-8"));
});
