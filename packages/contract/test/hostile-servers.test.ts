import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:net";
import { gzipSync } from "node:zlib";
import { bodyOf } from "@completions-api/protocol/recorded";
import { listenOnFreePort, startServer } from "@completions-api/testing";
import { expect, test } from "vitest";
import { Budget } from "../src/budget.ts";
import { ask } from "../src/case-helpers/ask.ts";
import { completes } from "../src/case-helpers/exchanges.ts";
import { ContractRun } from "../src/contract-run.ts";
import { detectFace, FaceNotFound } from "../src/faces/detect-face.ts";
import { sendBytes } from "../src/http/send-bytes.ts";
import { type CaseResult, type ContractCase, casesOf, fuzz } from "../src/index.ts";

const token = "sk-moby/dick+1851";
const facts = { id: "whale", title: "", covers: [] };
const asks: ContractCase = { ...facts, exchanges: [completes({ prompt: "The whale", max_tokens: 4 })] };
const asksForStream: ContractCase = {
  ...facts,
  exchanges: [completes({ prompt: "The whale", max_tokens: 4, stream: true })],
};
const sendsNoHttp: ContractCase = {
  ...facts,
  run: async (target) => void (await sendBytes(target, "MOBY DICK\r\n\r\n")),
};

interface RawServer extends AsyncDisposable {
  readonly url: string;
  /** The heads of the requests, without those that find out if the server can be reached. */
  readonly requests: readonly string[];
}

/**
 * Starts a server that writes bytes.
 *
 * @param answer - yields the bytes of a response. Without an end, they are written as fast as the client reads.
 */
async function startRawServer(answer: (head: string) => Iterable<string | Uint8Array>): Promise<RawServer> {
  const requests: string[] = [];
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.once("data", (data) => {
      const head = data.toString("latin1");
      if (head.startsWith("GET")) return socket.end("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
      requests.push(head);
      const parts = answer(head)[Symbol.iterator]();
      const write = (): void => {
        while (!socket.destroyed) {
          const { done, value } = parts.next();
          if (done) return void socket.end();
          if (!socket.write(value)) return void socket.once("drain", write);
        }
      };
      write();
    });
  });
  const { url } = await listenOnFreePort(server);
  return {
    url,
    requests,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

function* forever(head: string, part: string): Generator<string> {
  yield head;
  for (;;) yield part;
}

function head(type: string, more = ""): string {
  return `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\n${more}\r\n`;
}

async function runAgainst(server: RawServer, contractCase: ContractCase): Promise<CaseResult> {
  const options = { target: { baseUrl: server.url, token, capabilities: [] }, timeout: 60_000 };
  using run = await ContractRun.begin(options, []);
  return await run.test(contractCase);
}

const event = 'data: {"id":"cmpl-1","object":"text_completion","created":1,"model":"whale","choices":[]}\n\n';
const megabytes64 = gzipSync(Buffer.alloc(64 * 1024 * 1024, " "));

test.each<[body: string, contractCase: ContractCase, answer: () => Iterable<string | Uint8Array>]>([
  ["JSON without end", asks, () => forever(head("application/json"), "[".repeat(65_536))],
  [
    "a stream of comments",
    asksForStream,
    () => forever(head("text/event-stream"), ": whale\n\n".repeat(9999)),
  ],
  [
    "a stream in pieces of one byte",
    asksForStream,
    () => forever(head("text/event-stream", "transfer-encoding: chunked\r\n"), "1\r\n\n\r\n".repeat(9999)),
  ],
  ["a compressed one", asks, () => [head("application/json", "content-encoding: gzip\r\n"), megabytes64]],
  ["that is not read by fetch", sendsNoHttp, () => forever(head("text/plain"), "a".repeat(65_536))],
])("a response of more than 2 MiB fails, and only its start is kept: %s", async (_, contractCase, answer) => {
  await using server = await startRawServer(answer);
  const result = await runAgainst(server, contractCase);
  expect(result).toMatchObject({
    outcome: "failed",
    reason: expect.stringContaining("expected a response of at most 2 MiB, got a longer one"),
    failure: { exchange: 0 },
  });
  const [exchange] = result.exchanges;
  expect(exchange?.error).toContain("at most 2 MiB");
  expect(exchange && bodyOf(exchange).length).toBeLessThanOrEqual(16_384);
});

test("an event without end fails", async () => {
  await using server = await startRawServer(() =>
    forever(`${head("text/event-stream")}${event}data: `, "a".repeat(65_536)),
  );
  expect(await runAgainst(server, asksForStream)).toMatchObject({ outcome: "failed" });
});

test("pieces that arrive within a millisecond are one", async () => {
  const text = " ".repeat(100_000);
  const chunks = Array.from(text, (character) => `1\r\n${character}\r\n`).join("");
  await using server = await startRawServer(() => [
    head("application/json", "transfer-encoding: chunked\r\n"),
    `${chunks}0\r\n\r\n`,
  ]);
  const { exchanges } = await runAgainst(server, asks);
  const [exchange] = exchanges;
  expect(exchange && bodyOf(exchange)).toBe(text);
  const { pieces = [] } = exchange?.response ?? {};
  const times = pieces.map(({ at }) => at);
  expect(times.every((at, index) => index === 0 || at - Number(times[index - 1]) >= 1)).toBe(true);
});

test.each([600, 999])("the status %i fails", async (status) => {
  await using server = await startRawServer(() => [
    `HTTP/1.1 ${status} Whale\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}`,
  ]);
  expect(await runAgainst(server, asks)).toMatchObject({
    outcome: "failed",
    failure: { expected: "a status from 200 to 599", actual: `status ${status}`, exchange: 0 },
    exchanges: [{ response: { status } }],
  });
});

test.each([
  ["a 204 with a body", "HTTP/1.1 204 No Content\r\na: b\r\n\r\n{}", "passed"],
  ["a line that is not a header", "HTTP/1.1 400 Bad Request\r\nmoby dick\r\n\r\n{}", "failed"],
])("%s is read", async (_, response, outcome) => {
  await using server = await startRawServer(() => [response]);
  const result = await runAgainst(server, sendsNoHttp);
  expect(result.outcome).toBe(outcome);
  expect("failure" in result && result.failure).toEqual(
    outcome === "failed" && { expected: "valid headers", actual: "moby dick", exchange: 0 },
  );
});

test.each([204, 205, 304])("a %i instead of a completion fails", async (status) => {
  await using server = await startRawServer(() => [`HTTP/1.1 ${status} Whale\r\n\r\n`]);
  const asksLeniently: ContractCase = {
    ...facts,
    run: async (target) => void (await ask(target, { prompt: "The whale" })),
  };
  const commented = casesOf("completions").filter(({ id }) => id === "stream-data-only");
  for (const contractCase of [asksLeniently, ...commented]) {
    const { outcome, ...result } = await runAgainst(server, contractCase);
    expect(outcome).toBe("failed");
    expect("reason" in result && result.reason).not.toContain("Response constructor");
  }
});

test("bytes are not sent after the end of the run", async () => {
  await using server = await startRawServer(() => []);
  const options = { target: { baseUrl: server.url, capabilities: [] } };
  const run = await ContractRun.begin(options, []);
  run[Symbol.dispose]();
  expect(await run.test(sendsNoHttp)).toMatchObject({ outcome: "failed" });
});

test("what finds the face quotes no token, and nothing that a terminal obeys", async () => {
  const quoted = `${token} ${encodeURIComponent(token)} ${Buffer.from(token).toString("base64")}`;
  const evil = JSON.stringify({ error: { message: "\u001B[31m\u202E##[error]whale\n::error::whale" } });
  await using server = await startRawServer(() => [
    `HTTP/1.1 422 Whale\r\nx-ms-error-code: ${quoted}\r\ncontent-type: application/json\r\n`,
    `content-length: ${Buffer.byteLength(evil)}\r\n\r\n${evil}`,
  ]);
  await using elsewhere = await startRawServer(() => [
    `HTTP/1.1 307 Whale\r\nlocation: http://127.0.0.1:9/?${quoted}\r\ncontent-length: 0\r\n\r\n`,
  ]);
  for (const { url } of [server, elsewhere]) {
    const error = await detectFace({ baseUrl: url, token, timeout: 60_000 }).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(FaceNotFound);
    expect(String(error)).toContain("*** *** ***");
    expect(String(error)).not.toContain(token);
    expect(String(error)).not.toMatch(/[^\n\P{Cc}]|\p{Cf}|^::/mu);
  }
});

test("the token does not follow a redirect", async () => {
  await using other = await startRawServer(() => []);
  await using server = await startRawServer(() => [
    `HTTP/1.1 307 Whale\r\nlocation: ${other.url}\r\ncontent-length: 0\r\n\r\n`,
  ]);
  expect(await runAgainst(server, asks)).toMatchObject({ outcome: "failed" });
  expect(server.requests).toHaveLength(1);
  expect(other.requests).toEqual([]);
});

test("finding the face uses no more requests and tokens than the budget allows", async () => {
  const answer = '{"choices":[],"usage":{"total_tokens":9}}';
  await using server = await startRawServer(() => [
    `${head("application/json", `connection: close\r\ncontent-length: ${answer.length}\r\n`)}${answer}`,
  ]);
  const find = (budget: Budget) => detectFace({ baseUrl: server.url, timeout: 60_000, budget });
  const two = new Budget({ maxRequests: 2 });
  await expect(find(two)).rejects.toThrow("more than 2 requests");
  expect(two.requests).toBe(2);
  await expect(find(new Budget({ maxTokens: 0 }))).rejects.toThrow("more than 0 tokens");
});

test("a request without a response may have used all of its tokens", async () => {
  await using server = await startRawServer(() => []);
  using run = await ContractRun.begin(
    { target: { baseUrl: server.url, capabilities: [] }, maxTokens: 8 },
    [],
  );
  expect(await run.test(asks)).toMatchObject({ outcome: "failed" });
  // It is sent once again.
  expect(run.budget.tokens).toBe(8);
});

test("a model may have any name", async () => {
  const model = "$'$&$`\"\n";
  await using server = await startRawServer(() => []);
  const target = { baseUrl: server.url, face: "openai", model, capabilities: [] } as const;
  using run = await ContractRun.begin({ target }, []);
  const { exchanges } = await run.test(asks);
  expect(JSON.parse(exchanges[0]?.request.body ?? "")).toEqual({ model, prompt: "The whale", max_tokens: 4 });
});

test("fuzzing ends at a server that answers 429 whatever the run waits", async () => {
  const body = '{"status":429,"code":"too_many_requests","error":"Too Many Requests","message":"Wait."}';
  await using server = await startRawServer(() => [
    "HTTP/1.1 429 Too Many Requests\r\ncontent-type: application/json\r\nx-ms-error-code: too_many_requests\r\n",
    `retry-after: 0\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  ]);
  const { stopped, requests } = await fuzz({ target: { baseUrl: server.url }, seed: 1, runs: 1000 });
  expect(stopped).toContain("429");
  expect(requests).toBeLessThan(20);
});

test("a server that is silent if it is spoken to by TLS is left, so that the process can end", {
  timeout: 8000,
}, async () => {
  const closed: Promise<unknown>[] = [];
  await using server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    closed.push(once(socket, "close"));
    socket.on("data", (data) => data.toString("latin1").startsWith("POST") && socket.destroy());
  });
  const { url } = await listenOnFreePort(server);
  await expect(detectFace({ baseUrl: url, timeout: 200 })).rejects.toThrow(FaceNotFound);
  await Promise.all(closed);
});

test("a case that took too long does not run again before all others have", async () => {
  let requests = 0;
  await using server = await startServer(
    createHttpServer((request, response) => {
      if (request.method === "GET") response.end();
      else requests += 1;
    }),
  );
  const target = { baseUrl: server.url, capabilities: ["greedy-repeats"] } as const;
  // A busy machine also answers within a second.
  using run = await ContractRun.begin({ target, timeout: 1000 }, []);
  const compares: ContractCase = { ...asks, needs: ["greedy-repeats"] };
  expect(await run.test(compares)).toMatchObject({ outcome: "failed", reason: "timed out" });
  expect(requests).toBe(1);
});
