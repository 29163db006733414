import { once } from "node:events";
import {
  damagedBytes,
  oneOrTwo,
  openConnection,
  parseResponses,
  randomBytes,
  receive,
  sendRaw,
} from "@completions-api/testing";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Mock, startMock } from "../src/index.ts";
import { expectError, expectOpenAIErrorOf, expectResponse } from "./support/expect-response.ts";
import { formatCompletionRequest } from "./support/format-request.ts";
import { countingEngine, createAbortableEngine } from "./support/test-engines.ts";

// packages/http tests how any server handles raw requests.

let mock: Mock;
beforeAll(async () => {
  mock = await startMock({ port: 0, engine: countingEngine });
});
afterAll(() => mock.close());

const whole = formatCompletionRequest({ prompt: "Hello" });
const stream = formatCompletionRequest({ prompt: "Hello", stream: true });
const openAIStream = stream.replace(/\/completions\S*/, "/v1/completions");
const withHeader = (header: string) => whole.replace("\r\n", `\r\n${header}\r\n`);

test("two Authorization headers are refused", async () => {
  const responses = parseResponses(await sendRaw(mock, withHeader("Authorization: Bearer other")));
  expect(responses.map(expectError)).toEqual(["unauthorized"]);
});

describe("an unusual but valid request is accepted", () => {
  test.each<[what: string, bytes: string]>([
    ["HTTP/1.0", whole.replace("HTTP/1.1", "HTTP/1.0")],
    ["Expect: 100-continue", withHeader("Expect: 100-continue")],
    ["a chunked body", chunked('8\r\n{"prompt\r\n7\r\n":"Hi"}\r\n0\r\n\r\n')],
    ["headers in capitals", whole.replace("Authorization: Bearer", "AUTHORIZATION: BEARER")],
  ])("%s", async (_what, bytes) => {
    const [response] = parseResponses(await sendRaw(mock, bytes));
    expect(response?.status).toBe(200);
    expect(JSON.parse(response?.body ?? "")).toMatchObject({ choices: [{ text: "one two three four" }] });
  });

  test("several requests on one connection are answered in order", async () => {
    const responses = parseResponses(
      await sendRaw(mock, whole + stream + whole.replace("/completions", "/nowhere") + whole),
    );
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 404, 200]);
    expect(responses[1]?.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  });

  test("HTTP/1.0 gets a stream without chunks", async () => {
    const bytes = await sendRaw(mock, stream.replace("HTTP/1.1", "HTTP/1.0"));
    expect(bytes.toString()).not.toContain("transfer-encoding");
    expect(bytes.toString()).toMatch(/data: \[DONE\]\n\n$/);
  });
});

test("a broken body gets the error of the request's face", async () => {
  // The face under /v1/ is loaded by its first request.
  await (await fetch(`${mock.url}/v1/models`)).text();
  const broken = chunked("broken");
  const [completions] = parseResponses(await sendRaw(mock, broken));
  expect(completions && expectError(completions)).toBe("invalid_request");
  for (const prefix of ["", "/__mock/sessions/a"]) {
    const bytes = broken.replace(/\/completions\S*/, `${prefix}/v1/completions`);
    const [openAI] = parseResponses(await sendRaw(mock, bytes));
    expect(openAI && expectOpenAIErrorOf(openAI)).toBe("invalid_request");
  }
});

test.each([
  ["begun", "Prefer: itl=50"],
  ["still to come", "Prefer: ttft=200"],
])(
  "garbage after a request is answered after a response that is %s, not in the middle of it",
  async (_what, prefer) => {
    const socket = await openConnection(mock);
    const { closed } = receive(socket);
    socket.write(stream.replace("\r\n", `\r\n${prefer}\r\n`));
    if (prefer.includes("itl")) await once(socket, "data");
    socket.write("garbage\r\n\r\n");
    const [response, ...refusals] = parseResponses(await closed);
    expect(response?.body).toMatch(/data: \[DONE\]\n\n$/);
    expect(refusals.map(expectError)).toEqual(["invalid_request"]);
  },
);

test.each([
  ["garbage", "garbage\r\n\r\n"],
  ["half a request", whole.slice(0, 50)],
])("a client that disconnects aborts the generation even if its last bytes were %s", async (_what, end) => {
  const { engine, aborted } = createAbortableEngine();
  await using stalling = await startMock({ port: 0, engine });
  const socket = await openConnection(stalling);
  const { closed } = receive(socket);
  socket.write(stream.replace("\r\n", "\r\nPrefer: fault=stall\r\n"));
  await once(socket, "data");
  socket.end(end);
  await closed;
  expect((await aborted).aborted).toBe(true);
});

test("responds to any bytes with responses of the contract", { timeout: 120_000 }, async () => {
  const request = fc
    .constantFrom(whole, stream, openAIStream, chunked('8\r\n{"prompt\r\n7\r\n":"Hi"}\r\n0\r\n\r\n'))
    .map((text) => Buffer.from(text));
  await fc.assert(
    fc.asyncProperty(fc.oneof(randomBytes, damagedBytes(oneOrTwo(request))), async (sent) => {
      for (const response of parseResponses(await sendRaw(mock, sent))) expectResponse(response);
    }),
    { numRuns: 500 },
  );
  expect(parseResponses(await sendRaw(mock, whole))[0]?.status).toBe(200);
});

function chunked(body: string): string {
  const [head = ""] = whole.split("\r\n\r\n");
  return `${head.replace(/Content-Length: \d+/, "Transfer-Encoding: chunked")}\r\n\r\n${body}`;
}
