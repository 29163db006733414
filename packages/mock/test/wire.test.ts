import { once } from "node:events";
import { openConnection, parseResponses, receive, sendRaw } from "@completions-api/testing";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Mock, startMock } from "../src/index.ts";
import { countingEngine, engineOf, last, text } from "./support/engines.ts";
import { expectAnswer, expectError } from "./support/expect-answer.ts";
import { formatRequest } from "./support/raw.ts";

// What the wire does whoever serves, packages/http tests.

let mock: Mock;
beforeAll(async () => {
  mock = await startMock({ port: 0, engine: countingEngine });
});
afterAll(() => mock.close());

const whole = formatRequest({ prompt: "Hello" });
const stream = formatRequest({ prompt: "Hello", stream: true });
const withHeader = (header: string) => whole.replace("\r\n", `\r\n${header}\r\n`);

test("two tokens are none", async () => {
  const [answer] = parseResponses(await sendRaw(mock, withHeader("Authorization: Bearer other")));
  expect(answer && expectError(answer)).toBe("unauthorized");
});

describe("a request that is unusual, but good", () => {
  test.each<[what: string, bytes: string]>([
    ["HTTP/1.0", whole.replace("HTTP/1.1", "HTTP/1.0")],
    ["an expectation of 100", withHeader("Expect: 100-continue")],
    ["chunks", chunked('8\r\n{"prompt\r\n7\r\n":"Hi"}\r\n0\r\n\r\n')],
    ["headers in capitals", whole.replace("Authorization: Bearer", "AUTHORIZATION: BEARER")],
  ])("%s", async (_what, bytes) => {
    const [answer] = parseResponses(await sendRaw(mock, bytes));
    expect(answer?.status).toBe(200);
    expect(JSON.parse(answer?.body ?? "")).toMatchObject({ choices: [{ text: "one two three four" }] });
  });

  test("several on one connection are answered in their order", async () => {
    const answers = parseResponses(
      await sendRaw(mock, whole + stream + whole.replace("/completions", "/nowhere") + whole),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 404, 200]);
    expect(answers[1]?.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  });

  test("HTTP/1.0 gets a stream without chunks", async () => {
    const bytes = await sendRaw(mock, stream.replace("HTTP/1.1", "HTTP/1.0"));
    expect(bytes.toString()).not.toContain("transfer-encoding");
    expect(bytes.toString()).toMatch(/data: \[DONE\]\n\n$/);
  });
});

test.each([
  ["begun", "Prefer: itl=50"],
  ["still to come", "Prefer: ttft=200"],
])("what follows a request is answered after an answer that is %s, not within it", async (_what, prefer) => {
  const socket = await openConnection(mock);
  const { closed } = receive(socket);
  socket.write(stream.replace("\r\n", `\r\n${prefer}\r\n`));
  if (prefer.includes("itl")) await once(socket, "data");
  socket.write("rubbish\r\n\r\n");
  const [answer, refusal, ...others] = parseResponses(await closed);
  expect(answer?.body).toMatch(/data: \[DONE\]\n\n$/);
  expect(refusal && expectError(refusal)).toBe("invalid_request");
  expect(others).toEqual([]);
});

test.each([
  ["rubbish", "rubbish\r\n\r\n"],
  ["half a request", whole.slice(0, 50)],
])("what a client sends at last does not hide that it has left: %s", async (_what, end) => {
  const stopped = Promise.withResolvers<void>();
  const engine = engineOf(async function* (_request, signal) {
    signal.addEventListener("abort", () => stopped.resolve());
    yield text("one");
    yield last(" two");
  });
  await using stalling = await startMock({ port: 0, engine });
  const socket = await openConnection(stalling);
  const { closed } = receive(socket);
  socket.write(stream.replace("\r\n", "\r\nPrefer: fault=stall\r\n"));
  await once(socket, "data");
  socket.end(end);
  await Promise.all([closed, stopped.promise]);
});

test("whatever is sent, what is answered is of the contract", { timeout: 120_000 }, async () => {
  const bytes = fc.uint8Array({ maxLength: 60 }).map((data) => Buffer.from(data));
  const request = fc
    .constantFrom(whole, stream, chunked('8\r\n{"prompt\r\n7\r\n":"Hi"}\r\n0\r\n\r\n'))
    .map((text) => Buffer.from(text));
  /** A request, or two, of which some bytes are replaced. */
  const damaged = fc
    .tuple(fc.array(request, { minLength: 1, maxLength: 2 }), fc.nat(), fc.nat({ max: 20 }), bytes)
    .map(([requests, at, length, patch]) => {
      const sent = Buffer.concat(requests);
      const start = at % sent.length;
      return Buffer.concat([sent.subarray(0, start), patch, sent.subarray(start + length)]);
    });
  await fc.assert(
    fc.asyncProperty(fc.oneof(bytes, damaged), async (sent) => {
      for (const answer of parseResponses(await sendRaw(mock, sent))) expectAnswer(answer);
    }),
    { numRuns: 500 },
  );
  expect(parseResponses(await sendRaw(mock, whole))[0]?.status).toBe(200);
});

function chunked(body: string): string {
  const [head = ""] = whole.split("\r\n\r\n");
  return `${head.replace(/Content-Length: \d+/, "Transfer-Encoding: chunked")}\r\n\r\n${body}`;
}
