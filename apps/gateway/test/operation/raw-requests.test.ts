import { once } from "node:events";
import { openConnection, parseResponses, receive, sendRaw } from "@completions-api/testing";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Gateway } from "../../src/index.ts";
import type { RequestRecord } from "../../src/telemetry/request-record.ts";
import {
  ControlledEngine,
  type ControlledGeneration,
  delta,
  finalDelta,
} from "../support/controlled-engine.ts";
import { formatCompletionRequest } from "../support/format-request.ts";
import { deploymentOf, startTestGateway, token } from "../support/start-gateway.ts";
import { whenAborted } from "../support/when-aborted.ts";

const whole = formatCompletionRequest({ prompt: "Say it" });
const stream = formatCompletionRequest({ prompt: "Say it", stream: true });

let engine: ControlledEngine;
let gateway: Gateway;
let records: Readonly<RequestRecord>[];
let authenticate: () => void;
beforeEach(async () => {
  engine = new ControlledEngine();
  records = [];
  authenticate = () => {};
  gateway = await startTestGateway({
    deployment: deploymentOf(engine.generate),
    observe: (record) => records.push(record),
    authenticate(candidate) {
      authenticate();
      if (candidate !== token) throw new TypeError("This is a bug of the gateway.");
      return { name: "tester" };
    },
  });
  return () => gateway[Symbol.asyncDispose]();
});

async function runs(count: number): Promise<readonly ControlledGeneration[]> {
  await vi.waitFor(() => expect(engine.runs).toHaveLength(count), { interval: 1 });
  return engine.runs;
}

async function recorded(count: number): Promise<readonly Readonly<RequestRecord>[]> {
  await vi.waitFor(() => expect(records).toHaveLength(count), { interval: 1 });
  return records;
}

describe("each response has an id and is recorded once", () => {
  test.each([
    ["bytes that are not HTTP", "garbage\r\n\r\n", 400],
    ["a head that is too large", whole.replace("\r\n", `\r\nX-Long: ${"a".repeat(20_000)}\r\n`), 431],
    ["a tunnel", "CONNECT example.com:443 HTTP/1.1\r\nHost: a\r\n\r\n", 404],
    ["a missing Host", whole.replace("Host: localhost\r\n", ""), 400],
    ["another route", whole.replace("/completions", "/nowhere"), 404],
    ["another method", whole.replace("POST", "PUT"), 405],
    ["a missing body", whole.slice(0, whole.indexOf("Content-Length")).concat("\r\n"), 400],
    ["a bug of the gateway", whole.replace(token, "another"), 500],
  ])("%s", async (_what, bytes, status) => {
    const socket = await openConnection(gateway);
    const { closed, received } = receive(socket);
    socket.write(bytes);
    await once(socket, "data");
    socket.destroy();
    await closed;
    const [response] = parseResponses(Buffer.concat(received));
    expect(response?.status).toBe(status);
    expect(response?.headers.get("x-request-id")).toMatch(/^[\da-f-]{36}$/);
    const [record] = await recorded(1);
    expect(record).toMatchObject({ id: response?.headers.get("x-request-id"), status });
    expect(record?.errorCode).toBe(response?.headers.get("x-ms-error-code"));
  });

  test("keeps the caller's own id if it is safe to log", async () => {
    const ask = (id: string) => `GET /healthz HTTP/1.1\r\nHost: a\r\nX-Request-Id: ${id}\r\n\r\n`;
    const responses = parseResponses(await sendRaw(gateway, ask("my-id:1.2") + ask("my id")));
    const [kept, replaced] = responses.map(({ headers }) => headers.get("x-request-id"));
    expect(kept).toBe("my-id:1.2");
    expect(replaced).toMatch(/^[\da-f-]{36}$/);
  });
});

test("handles the requests of one connection one after the other", async () => {
  const socket = await openConnection(gateway);
  const { closed } = receive(socket);
  socket.write(whole + stream.replace("\r\n", "\r\nConnection: close\r\n"));
  const [first] = await runs(1);
  first?.begin();
  first?.send(delta, finalDelta);
  const [, second] = await runs(2);
  second?.begin();
  second?.send(finalDelta);
  const responses = parseResponses(await closed);
  expect(JSON.parse(responses[0]?.body ?? "")).toMatchObject({ choices: [{ text: "word " }] });
  expect(responses[1]?.body).toMatch(/data: \[DONE\]\n\n$/);
});

test("reuses a connection after a stream, an error and a refusal", async () => {
  const socket = await openConnection(gateway);
  const { closed } = receive(socket);
  socket.write(stream);
  const [run] = await runs(1);
  run?.begin();
  run?.send(finalDelta);
  await recorded(1);
  socket.write(formatCompletionRequest({ prompt: "Say it", max_tokens: 0 }));
  await recorded(2);
  socket.write(whole.replace(`Bearer ${token}`, "Basic YTpi"));
  await recorded(3);
  socket.end();
  const responses = parseResponses(await closed);
  expect(responses.map(({ status }) => status)).toEqual([200, 422, 401]);
  for (const { headers } of responses) expect(headers.get("connection")).toBe("keep-alive");
});

/** Sends a request as the last one of its connection and reads the response. */
async function exchange(request: string): Promise<Buffer> {
  const socket = await openConnection(gateway);
  const { closed } = receive(socket);
  socket.write(request.replace("\r\n", "\r\nConnection: close\r\n"));
  return closed;
}

test("sends a stream over HTTP/1.0 without chunks", async () => {
  const exchanged = exchange(stream.replace("HTTP/1.1", "HTTP/1.0"));
  const [run] = await runs(1);
  run?.begin();
  run?.send(finalDelta);
  const bytes = String(await exchanged);
  expect(bytes).not.toContain("transfer-encoding");
  expect(bytes).toMatch(/data: \[DONE\]\n\n$/);
});

test("accepts a body of exactly 1 MiB and refuses one more byte", async () => {
  const frame = JSON.stringify({ prompt: "" }).length;
  const fits = exchange(formatCompletionRequest({ prompt: "a".repeat(2 ** 20 - frame) }));
  const [run] = await runs(1);
  run?.begin();
  run?.send(finalDelta);
  expect(parseResponses(await fits)[0]?.status).toBe(200);
  const refused = await exchange(formatCompletionRequest({ prompt: "a".repeat(2 ** 20 - frame + 1) }));
  expect(parseResponses(refused)[0]?.status).toBe(413);
});

describe("a client that disconnects is not a failure", () => {
  /** Sends a request, disconnects once `until` resolves, and returns the record. */
  async function disconnect(
    bytes: string,
    until: () => Promise<unknown>,
    how: "destroy" | "end" = "destroy",
  ) {
    const socket = await openConnection(gateway);
    socket.on("error", () => {});
    socket.write(bytes);
    await until();
    socket[how]();
    const [record] = await recorded(1);
    expect(record).toMatchObject({ left: true });
    expect(record?.failure).toBe(undefined);
    expect(record?.errorCode).toBe(undefined);
    return record;
  }

  test("while it sends its body", async () => {
    const begun = Promise.withResolvers<void>();
    authenticate = begun.resolve;
    await disconnect(whole.slice(0, -5), () => begun.promise);
    expect(engine.runs).toEqual([]);
  });

  test("before the engine begins", async () => {
    const record = await disconnect(whole, () => runs(1));
    expect(record?.status).toBe(undefined);
    expect(engine.latest.isOver).toBe(true);
  });

  test("by half-closing its connection", async () => {
    await disconnect(stream, () => runs(1), "end");
    expect(engine.latest.isOver).toBe(true);
  });

  test("within a stream", async () => {
    const record = await disconnect(stream, async () => {
      const [run] = await runs(1);
      run?.begin();
      run?.send(delta);
      // Lets the event reach the client.
      await new Promise(setImmediate);
    });
    expect(record).toMatchObject({ completionTokens: 1 });
    expect(engine.latest.isOver).toBe(true);
  });

  test("with further requests behind it, which never begin", async () => {
    const socket = await openConnection(gateway);
    socket.on("error", () => {});
    socket.write(stream + whole + stream);
    await runs(1);
    socket.destroy();
    expect(await recorded(1)).toMatchObject([{ left: true }]);
    expect(engine.runs.map(({ isOver }) => isOver)).toEqual([true]);
  });

  test("but another failure after that is recorded", async () => {
    const begun = Promise.withResolvers<void>();
    await using failing = await startTestGateway({
      observe: (record) => records.push(record),
      deployment: deploymentOf(async (_request, signal) => {
        begun.resolve();
        await whenAborted(signal);
        throw new TypeError("This is a bug.");
      }),
    });
    const socket = await openConnection(failing);
    socket.write(whole);
    await begun.promise;
    socket.destroy();
    const [record] = await recorded(1);
    expect(record).toMatchObject({ left: true, errorCode: "internal_error" });
    expect(record?.failure).toBeInstanceOf(TypeError);
  });
});

test("sends an error after the first event as an event, and records its code", async () => {
  const exchanged = exchange(stream);
  const [run] = await runs(1);
  run?.begin();
  run?.send(delta);
  run?.fail(new Error("It broke."));
  const [response] = parseResponses(await exchanged);
  expect(response?.body).toMatch(/"code":"internal_error".*\}\n\n$/);
  expect(await recorded(1)).toMatchObject([{ status: 200, errorCode: "internal_error", left: false }]);
});

test("the generation stops when its caller reads nothing of the stream for `readTimeout`", async () => {
  await using impatient = await startTestGateway({
    deployment: deploymentOf(engine.generate),
    observe: (record) => records.push(record),
    readTimeout: 200,
    keepAlive: 20,
  });
  const socket = await openConnection(impatient);
  socket.on("error", () => {});
  socket.pause();
  socket.write(stream);
  const [run] = await runs(1);
  run?.begin();
  for (let count = 0; count < 100; count += 1) run?.send({ ...delta, text: "word ".repeat(20_000) });
  expect(await recorded(1)).toMatchObject([{ left: true }]);
  expect(engine.latest.isOver).toBe(true);
  socket.destroy();
});
