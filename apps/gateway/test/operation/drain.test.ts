import { once } from "node:events";
import { openConnection, parseResponses, receive, splitEvents } from "@completions-api/testing";
import { beforeEach, expect, test, vi } from "vitest";
import type { Gateway } from "../../src/index.ts";
import { ControlledEngine, delta, finalDelta } from "../support/controlled-engine.ts";
import { formatCompletionRequest } from "../support/format-request.ts";
import { ask, deploymentOf, startTestGateway } from "../support/start-gateway.ts";

const long = 60_000;
const health = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
const body = { prompt: "Say it", stream: true };

let engine: ControlledEngine;
let gateway: Gateway;
/** The number of requests that reached authentication. */
let authenticated: number;
beforeEach(async () => {
  engine = new ControlledEngine();
  authenticated = 0;
  gateway = await startTestGateway({
    deployment: deploymentOf(engine.generate),
    authenticate() {
      authenticated += 1;
      return { name: "tester" };
    },
  });
  return () => gateway[Symbol.asyncDispose]();
});

async function beginRequests(count: number): Promise<void> {
  await vi.waitFor(() => expect(engine.runs).toHaveLength(count), { interval: 1 });
}

async function authenticateRequests(count: number): Promise<void> {
  await vi.waitFor(() => expect(authenticated).toBe(count), { interval: 1 });
}

/** Waits until the gateway listens no more: from then on, each response is the last of its connection. */
async function stopListening(): Promise<void> {
  const connect = () =>
    openConnection(gateway).then(
      (socket) => socket.destroy(),
      ({ code }) => code,
    );
  await expect.poll(connect, { interval: 5 }).toBe("ECONNREFUSED");
}

test("open requests finish, and their connections are closed", async () => {
  const stream = ask(gateway, body);
  const whole = ask(gateway, { prompt: "Say it" });
  await beginRequests(2);
  const [first, second] = engine.runs;
  first?.begin();
  first?.send(delta);
  const begun = await stream;
  const drained = gateway.drain(long);
  await stopListening();

  first?.send(finalDelta);
  second?.begin();
  second?.send(finalDelta);
  expect(await begun.text()).toMatch(/data: \[DONE\]\n\n$/);
  const finished = await whole;
  expect(finished.status).toBe(200);
  expect(finished.headers.get("connection")).toBe("close");
  expect(await drained).toBe(0);
});

test("new connections are refused, and idle ones are closed", async () => {
  const fresh = receive(await openConnection(gateway));
  const used = await openConnection(gateway);
  const { closed } = receive(used);
  used.write(health);
  await once(used, "data");
  expect(await gateway.drain(long)).toBe(0);
  await Promise.all([fresh.closed, closed]);
  await expect(openConnection(gateway)).rejects.toThrow("ECONNREFUSED");
});

test("a request that arrives on an open connection is answered, and /readyz responds with a 503", async () => {
  const [kept, busy] = [await openConnection(gateway), await openConnection(gateway)];
  const [readiness, streams] = [receive(kept), receive(busy)];
  kept.write(health);
  await once(kept, "data");
  busy.write(formatCompletionRequest(body));
  await beginRequests(1);
  engine.latest.begin();
  engine.latest.send(delta);
  await once(busy, "data");
  const drained = gateway.drain(long);
  await stopListening();
  kept.write("GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n");
  // The stream began before the drain and promised to keep the connection, so one more request may come on it.
  busy.write(formatCompletionRequest(body));
  engine.latest.send(finalDelta);
  await beginRequests(2);
  engine.latest.begin();
  engine.latest.send(finalDelta);
  const completions = parseResponses(await streams.closed);
  for (const stream of completions) expect(stream.body).toMatch(/data: \[DONE\]\n\n$/);
  expect(completions.map(({ headers }) => headers.get("connection"))).toEqual(["keep-alive", "close"]);
  const [, refusal] = parseResponses(await readiness.closed);
  expect(refusal?.status).toBe(503);
  expect(refusal?.headers.get("x-ms-error-code")).toBe("service_unavailable");
  expect(refusal?.headers.get("connection")).toBe("close");
  expect(await drained).toBe(0);
});

test("requests that outlast the timeout get a 503, in a stream as its last event", async () => {
  const stream = ask(gateway, body);
  const whole = ask(gateway, { prompt: "Say it" });
  await beginRequests(2);
  const [first] = engine.runs;
  first?.begin();
  first?.send(delta);
  const begun = await stream;
  expect(await gateway.drain(10)).toBe(2);

  const events = splitEvents(await begun.text());
  expect(events).toHaveLength(2);
  expect(JSON.parse(String(events[1]))).toMatchObject({
    error: { status: 503, code: "service_unavailable" },
  });
  const cut = await whole;
  expect(cut.status).toBe(503);
  expect(cut.headers.get("x-ms-error-code")).toBe("service_unavailable");
  expect(engine.runs.map(({ isOver }) => isOver)).toEqual([true, true]);
});

test("a client that reads nothing or never finishes its request does not prevent the end", async () => {
  const reader = await openConnection(gateway);
  reader.pause();
  reader.on("error", () => {});
  reader.write(formatCompletionRequest(body));
  const sender = receive(await openConnection(gateway));
  const half = await openConnection(gateway);
  half.on("error", () => {});
  half.write(formatCompletionRequest({ prompt: "Say it" }).slice(0, -5));
  await beginRequests(1);
  await authenticateRequests(2);
  engine.latest.begin();
  for (let count = 0; count < 100; count += 1) {
    engine.latest.send({ ...delta, text: "word ".repeat(20_000) });
  }
  expect(await gateway.drain(10)).toBe(2);
  await sender.closed;
});

test("drain may be called twice, and close after it", async () => {
  const stream = ask(gateway, body);
  await beginRequests(1);
  const drained = [gateway.drain(long), gateway.drain(long)];
  engine.latest.begin();
  engine.latest.send(finalDelta);
  await (await stream).text();
  expect(await Promise.all(drained)).toEqual([0, 0]);
  await gateway[Symbol.asyncDispose]();
});
