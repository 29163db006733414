import { EventEmitter, getEventListeners, once } from "node:events";
import type { MutableResponse } from "oauth2-mock-server";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { failureOf } from "../support/client.ts";
import { credentialOf } from "./support/credential.ts";
import { startOAuthServer, type TestOAuthServer } from "./support/oauth-server.ts";

const start = Date.UTC(2024, 3, 1);
let server: TestOAuthServer;

beforeEach(async () => {
  // Only the clock is fake. Timers and sockets are real.
  vi.useFakeTimers({ toFake: ["Date"], now: start });
  server = await startOAuthServer();
});
afterEach(async () => {
  vi.useRealTimers();
  await server[Symbol.asyncDispose]();
});

function setClock(seconds: number): void {
  vi.setSystemTime(start + seconds * 1_000);
}

/** Sets each token's lifetime in seconds. */
function expiresIn(seconds: number | string | undefined): (response: MutableResponse) => void {
  return ({ body }) => Object.assign(body, { expires_in: seconds });
}

function fail(response: MutableResponse): void {
  Object.assign(response, { statusCode: 503, body: { error: "temporarily_unavailable" } });
}

test.each([
  { life: 3600, kept: 3479, over: 3480 },
  { life: 1200, kept: 1079, over: 1080 },
  { life: 100, kept: 89, over: 90 },
  { life: "100", kept: 89, over: 90 },
])(
  "a token that lives $life seconds is cached for $kept and replaced after $over",
  async ({ life, kept, over }) => {
    server.change = expiresIn(life);
    const credential = credentialOf(server);
    const first = await credential.getToken(["some"]);
    setClock(kept);
    expect(await credential.getToken(["some"])).toEqual(first);
    setClock(over);
    expect((await credential.getToken(["some"]))?.token).not.toBe(first?.token);
    expect(server.requests).toHaveLength(2);
  },
);

test("a token's lifetime begins with its request", async () => {
  server.change = (response) => {
    setClock(50);
    expiresIn(100)(response);
  };
  const credential = credentialOf(server);
  await credential.getToken(["some"]);
  setClock(90);
  await credential.getToken(["some"]);
  expect(server.requests).toHaveLength(2);
});

test("a token of unknown lifetime is cached until it is rejected", async () => {
  server.change = expiresIn(undefined);
  const credential = credentialOf(server);
  const first = await credential.getToken(["some"]);
  setClock(10 * 365 * 86_400);
  expect(await credential.getToken(["some"])).toEqual(first);
  await credential.getToken(["some"], { rejectedToken: `${first?.token}` });
  expect(server.requests).toHaveLength(2);
});

test("a token with a lifetime of 0 is returned to all waiting callers and not cached", async () => {
  server.change = expiresIn(0);
  const credential = credentialOf(server);
  const [one, other] = await Promise.all([credential.getToken(["some"]), credential.getToken(["some"])]);
  expect(one).toEqual(other);
  await credential.getToken(["some"]);
  expect(server.requests).toHaveLength(2);
});

test("each set of scopes has its own token, whatever the order", async () => {
  const credential = credentialOf(server);
  const both = await credential.getToken(["one", "two"]);
  expect(await credential.getToken(["two", "one", "two"])).toEqual(both);
  expect((await credential.getToken(["one"]))?.token).not.toBe(both?.token);
  expect(server.requests.map(({ body }) => body.scope)).toEqual(["one two", "one"]);
});

test("a token that is rejected after its replacement is not replaced again", async () => {
  const credential = credentialOf(server);
  const first = await credential.getToken(["some"]);
  const rejectedToken = `${first?.token}`;
  const second = await credential.getToken(["some"], { rejectedToken });
  expect(second?.token).not.toBe(rejectedToken);
  expect(await credential.getToken(["some"], { rejectedToken })).toEqual(second);
  expect(server.requests).toHaveLength(2);
});

test("a caller during a replacement waits for the new token", async () => {
  const credential = credentialOf(server);
  const first = await credential.getToken(["some"]);
  const [second, other] = await Promise.all([
    credential.getToken(["some"], { rejectedToken: `${first?.token}` }),
    credential.getToken(["some"]),
  ]);
  expect(second?.token).not.toBe(first?.token);
  expect(other).toEqual(second);
});

test("a rejected token is not returned again, even if there is no other", async () => {
  const credential = credentialOf(server);
  const first = await credential.getToken(["some"]);
  server.change = fail;
  await failureOf(credential.getToken(["some"], { rejectedToken: `${first?.token}` }));
  expect(await failureOf(credential.getToken(["some"]))).toMatchObject({ status: 503 });
});

test("a failure rejects all waiting callers, and the next caller requests anew", async () => {
  server.change = fail;
  const credential = credentialOf(server);
  const waiting = [credential.getToken(["some"]), credential.getToken(["some"])];
  const [one, other] = await Promise.all(waiting.map(failureOf));
  expect(one).toMatchObject({ body: { error: "temporarily_unavailable" } });
  expect(other).toBe(one);
  expect(server.requests).toHaveLength(1);
  delete server.change;
  expect((await credential.getToken(["some"]))?.token).toBeTruthy();
});

test("a caller that stops waiting does not affect the others", async () => {
  const gate = new EventEmitter();
  const sent = once(gate, "sent");
  const credential = credentialOf(server, {
    async fetch(request) {
      gate.emit("sent", request);
      await once(gate, "opened");
      return fetch(request);
    },
  });
  const first = new AbortController();
  const second = new AbortController();
  const stopped = [
    credential.getToken(["some"], { abortSignal: first.signal }),
    credential.getToken(["some"], { abortSignal: second.signal }),
  ];
  const patient = credential.getToken(["some"]);
  const [request]: Request[] = await sent;
  first.abort("no more");
  second.abort("not this one either");
  expect(await Promise.all(stopped.map(failureOf))).toEqual(["no more", "not this one either"]);
  expect(request?.signal.aborted).toBe(false);
  gate.emit("opened");
  expect((await patient)?.token).toBeTruthy();
  expect(server.requests).toHaveLength(1);
});

test("nothing is sent for a signal that is already aborted", async () => {
  const credential = credentialOf(server);
  const abortSignal = AbortSignal.abort("too late");
  expect(await failureOf(credential.getToken(["some"], { abortSignal }))).toBe("too late");
  // If a request had been sent above, the server would have received it before this one.
  await credential.getToken(["other"]);
  expect(server.requests.map(({ body }) => body.scope)).toEqual(["other"]);
});

test("no timer or listener is left after a wait", async () => {
  const { signal } = new AbortController();
  const countTimers = () => process.getActiveResourcesInfo().filter((type) => type === "Timeout").length;
  const timers = countTimers();
  await credentialOf(server).getToken(["some"], { abortSignal: signal });
  expect(countTimers()).toBeLessThanOrEqual(timers);
  expect(getEventListeners(signal, "abort")).toEqual([]);
});
