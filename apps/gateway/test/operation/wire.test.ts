import { once } from "node:events";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { collect, openConnection, parseAnswers, sendRaw } from "../../../../raw-http.shared.ts";
import type { Gateway } from "../../src/index.ts";
import type { RequestRecord } from "../../src/telemetry/request-record.ts";
import { formatRequest } from "../support/format-request.ts";
import { delta, finalDelta, Puppet, type Run } from "../support/puppet.ts";
import { deploymentOf, startTestGateway, token } from "../support/start-gateway.ts";

const whole = formatRequest({ prompt: "Say it" });
const stream = formatRequest({ prompt: "Say it", stream: true });

let puppet: Puppet;
let gateway: Gateway;
let records: Readonly<RequestRecord>[];
let authenticate: () => void;
beforeEach(async () => {
  puppet = new Puppet();
  records = [];
  authenticate = () => {};
  gateway = await startTestGateway({
    deployment: deploymentOf(puppet.generate),
    observe: (record) => records.push(record),
    authenticate(candidate) {
      authenticate();
      if (candidate !== token) throw new TypeError("Not what is expected of it.");
      return { name: "tester" };
    },
  });
  return () => gateway[Symbol.asyncDispose]();
});

async function runs(count: number): Promise<readonly Run[]> {
  await vi.waitFor(() => expect(puppet.runs).toHaveLength(count), { interval: 1 });
  return puppet.runs;
}

async function recorded(count: number): Promise<readonly Readonly<RequestRecord>[]> {
  await vi.waitFor(() => expect(records).toHaveLength(count), { interval: 1 });
  return records;
}

describe("each answer has an id, and each is told once", () => {
  test.each([
    ["a request that is no HTTP", "rubbish\r\n\r\n", 400],
    ["a head that is too large", whole.replace("\r\n", `\r\nX-Long: ${"a".repeat(20_000)}\r\n`), 431],
    ["a tunnel", "CONNECT example.com:443 HTTP/1.1\r\nHost: a\r\n\r\n", 404],
    ["no host", whole.replace("Host: localhost\r\n", ""), 400],
    ["another route", whole.replace("/completions", "/nowhere"), 404],
    ["another method", whole.replace("POST", "PUT"), 405],
    ["no body", whole.slice(0, whole.indexOf("Content-Length")).concat("\r\n"), 400],
    ["a failure of the gateway's own", whole.replace(token, "another"), 500],
  ])("%s", async (_what, bytes, status) => {
    const socket = await openConnection(gateway);
    const { closed, received } = collect(socket);
    socket.write(bytes);
    await once(socket, "data");
    socket.destroy();
    await closed;
    const [answer] = parseAnswers(Buffer.concat(received));
    expect(answer?.status).toBe(status);
    expect(answer?.headers.get("x-request-id")).toMatch(/^[\da-f-]{36}$/);
    const [record] = await recorded(1);
    expect(record).toMatchObject({ id: answer?.headers.get("x-request-id"), status });
    expect(record?.errorCode).toBe(answer?.headers.get("x-ms-error-code"));
  });

  test("the caller's own id is kept where it may stand in a log", async () => {
    const ask = (id: string) => `GET /healthz HTTP/1.1\r\nHost: a\r\nX-Request-Id: ${id}\r\n\r\n`;
    const answers = parseAnswers(await sendRaw(gateway, ask("my-id:1.2") + ask("my id")));
    const [kept, replaced] = answers.map(({ headers }) => headers.get("x-request-id"));
    expect(kept).toBe("my-id:1.2");
    expect(replaced).toMatch(/^[\da-f-]{36}$/);
  });
});

test("requests on one connection are answered in their order, whichever is finished first", async () => {
  const socket = await openConnection(gateway);
  const { closed } = collect(socket);
  socket.write(whole + stream.replace("\r\n", "\r\nConnection: close\r\n"));
  const [first, second] = await runs(2);
  second?.begin();
  second?.send(finalDelta);
  first?.begin();
  first?.send(delta, finalDelta);
  const answers = parseAnswers(await closed);
  expect(JSON.parse(answers[0]?.body ?? "")).toMatchObject({ choices: [{ text: "word " }] });
  expect(answers[1]?.body).toMatch(/data: \[DONE\]\n\n$/);
});

test("a connection is used again after a stream, an error and a refusal", async () => {
  const socket = await openConnection(gateway);
  const { closed } = collect(socket);
  socket.write(stream);
  const [run] = await runs(1);
  run?.begin();
  run?.send(finalDelta);
  await recorded(1);
  socket.write(formatRequest({ prompt: "Say it", max_tokens: 0 }));
  await recorded(2);
  socket.write(whole.replace(`Bearer ${token}`, "Basic YTpi"));
  await recorded(3);
  socket.end();
  const answers = parseAnswers(await closed);
  expect(answers.map(({ status }) => status)).toEqual([200, 422, 401]);
  for (const { headers } of answers) expect(headers.get("connection")).toBe("keep-alive");
});

/** Sends a request that is the last of its connection, and reads the answer. */
async function exchange(request: string): Promise<Buffer> {
  const socket = await openConnection(gateway);
  const { closed } = collect(socket);
  socket.write(request.replace("\r\n", "\r\nConnection: close\r\n"));
  return closed;
}

test("HTTP/1.0 is answered, and a stream without chunks", async () => {
  const answer = exchange(stream.replace("HTTP/1.1", "HTTP/1.0"));
  const [run] = await runs(1);
  run?.begin();
  run?.send(finalDelta);
  const bytes = String(await answer);
  expect(bytes).not.toContain("transfer-encoding");
  expect(bytes).toMatch(/data: \[DONE\]\n\n$/);
});

test("a body of just 1 MiB is taken, and one of a byte more is not", async () => {
  const frame = JSON.stringify({ prompt: "" }).length;
  const fits = exchange(formatRequest({ prompt: "a".repeat(2 ** 20 - frame) }));
  const [run] = await runs(1);
  run?.begin();
  run?.send(finalDelta);
  expect(parseAnswers(await fits)[0]?.status).toBe(200);
  const refused = await exchange(formatRequest({ prompt: "a".repeat(2 ** 20 - frame + 1) }));
  expect(parseAnswers(refused)[0]?.status).toBe(413);
});

describe("a client that leaves is no failure, at whichever stage", () => {
  /** Sends this, leaves once `until` resolves, and returns what is told of it. */
  async function leave(bytes: string, until: () => Promise<unknown>, how: "destroy" | "end" = "destroy") {
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
    await leave(whole.slice(0, -5), () => begun.promise);
    expect(puppet.runs).toEqual([]);
  });

  test("before the engine has begun", async () => {
    const record = await leave(whole, () => runs(1));
    expect(record?.status).toBe(undefined);
    expect(puppet.latest.isOver).toBe(true);
  });

  test("half-closed, as a client that awaits nothing any more", async () => {
    await leave(stream, () => runs(1), "end");
    expect(puppet.latest.isOver).toBe(true);
  });

  test("within a stream", async () => {
    const record = await leave(stream, async () => {
      const [run] = await runs(1);
      run?.begin();
      run?.send(delta);
      // It is on its way to the client.
      await new Promise(setImmediate);
    });
    expect(record).toMatchObject({ completionTokens: 1 });
    expect(puppet.latest.isOver).toBe(true);
  });

  test("with several requests open", async () => {
    const socket = await openConnection(gateway);
    socket.on("error", () => {});
    socket.write(stream + whole + stream);
    await runs(3);
    socket.destroy();
    expect(await recorded(3)).toMatchObject(Array(3).fill({ left: true }));
    expect(puppet.runs.map(({ isOver }) => isOver)).toEqual([true, true, true]);
  });

  test("but what fails then for another reason is told", async () => {
    const begun = Promise.withResolvers<void>();
    await using failing = await startTestGateway({
      observe: (record) => records.push(record),
      deployment: deploymentOf(async (_request, signal) => {
        begun.resolve();
        await once(signal, "abort");
        throw new TypeError("A bug.");
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

test("an error after the first event is an event, and its code is told", async () => {
  const answer = exchange(stream);
  const [run] = await runs(1);
  run?.begin();
  run?.send(delta);
  run?.fail(new Error("It broke."));
  const [response] = parseAnswers(await answer);
  expect(response?.body).toMatch(/"code":"internal_error".*\}\n\n$/);
  expect(await recorded(1)).toMatchObject([{ status: 200, errorCode: "internal_error", left: false }]);
});
