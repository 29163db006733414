// A third-party proxy, in front of servers whose names only the proxy resolves.
import { createServer as createHttpsServer } from "node:https";
import { createServer as createTcpServer } from "node:net";
import { setImmediate } from "node:timers/promises";
import { listenOnFreePort } from "@completions-api/testing";
import { RequestError } from "proxy-chain";
import { afterAll, expect, test } from "vitest";
import { createOpenAIBackend } from "../../src/backends/openai/backend.ts";
import { openai } from "../../src/backends/openai/dialects/openai.ts";
import { TestAuthority } from "../support/certificates.ts";
import { explanationOf } from "../support/explanation.ts";
import { encode, events, ScriptedUpstream } from "../support/scripted-upstream.ts";
import { chunk, collectDeltas, httpErrorOf, requestFor } from "../support/test-engine.ts";
import { startProxy } from "../support/test-proxy.ts";

const authority = new TestAuthority();
afterAll(() => authority[Symbol.dispose]());

const hello = [chunk("Hello", "stop"), "[DONE]"];
const soon = () => AbortSignal.timeout(20_000);

/** Starts a server over https that only `authority` vouches for. */
async function startSecureUpstream() {
  const { cert, key } = authority.issue({ names: "DNS:engine.example" });
  const body = hello.map(encode).join("");
  // With its length, the response ends at once for the reader, which then reuses the connection.
  const headers = { "content-type": "text/event-stream", "content-length": body.length };
  const server = createHttpsServer({ cert, key }, (request, response) => {
    request.resume();
    response.writeHead(200, headers).end(body);
  });
  return {
    port: (await listenOnFreePort(server)).port,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

function backendOf(url: string, options: { proxy: URL; ca?: string; connect?: number }) {
  const { connect = 5000 } = options;
  const backend = createOpenAIBackend({ url, dialect: openai, timeouts: { connect }, ...options });
  return { ...backend, [Symbol.asyncDispose]: () => backend.close() };
}

test("a proxy forwards requests over http, one per connection, and connections are reused", async () => {
  const both = Promise.withResolvers<void>();
  let arrived = 0;
  await using upstream = await ScriptedUpstream.start(async (response, request, index) => {
    arrived += 1;
    if (arrived === 2) both.resolve();
    // If the two shared a connection, the second would wait for the first.
    await both.promise;
    await events(...hello)(response, request, index);
  });
  await using proxy = await startProxy();
  const { port } = new URL(upstream.url);
  await using backend = backendOf(`http://engine.example:${port}/v1`, { proxy: proxy.url });
  const complete = () => collectDeltas(backend.generate, requestFor("Say it"), soon());
  await Promise.all([complete(), complete()]);
  await setImmediate();
  expect((await complete()).map(({ text }) => text).join("")).toBe("Hello");
  expect(proxy.asked).toEqual(Array(3).fill(`forward user:pass@ engine.example:${port}`));
  expect(proxy.connections).toBe(2);
  expect(upstream.requests[0]?.headers).toMatchObject({ host: `engine.example:${port}` });
  expect(upstream.requests[0]?.headers).not.toHaveProperty("proxy-authorization");
});

test("events arrive through a proxy as they are sent", async () => {
  const goOn = Promise.withResolvers<void>();
  await using upstream = await ScriptedUpstream.start(async (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" }).write(encode(chunk("Hel")));
    await goOn.promise;
    response.end([chunk("lo", "stop"), "[DONE]"].map(encode).join(""));
  });
  await using proxy = await startProxy();
  const { port } = new URL(upstream.url);
  await using backend = backendOf(`http://engine.example:${port}/v1`, { proxy: proxy.url });
  const { deltas } = await backend.generate(requestFor("Say it"), soon());
  const texts: string[] = [];
  for await (const batch of deltas) {
    texts.push(...batch.map(({ text }) => text));
    goOn.resolve();
  }
  expect(texts.slice(0, 2)).toEqual(["Hel", "lo"]);
});

test("a proxy opens a tunnel to a server over https, whose certificate is checked against its own name", async () => {
  await using upstream = await startSecureUpstream();
  await using proxy = await startProxy();
  const ca = authority.pair.cert;
  await using backend = backendOf(`https://engine.example:${upstream.port}/v1`, { proxy: proxy.url, ca });
  for (let times = 0; times < 2; times += 1) {
    const deltas = await collectDeltas(backend.generate, requestFor("Say it"), soon());
    expect(deltas.map(({ text }) => text).join("")).toBe("Hello");
    // undici hands out a connection again in the next turn.
    await setImmediate();
  }
  // The tunnel is reused.
  expect(proxy.asked).toEqual([`tunnel user:pass@ engine.example:${upstream.port}`]);

  await using misnamed = backendOf(`https://another.example:${upstream.port}/v1`, { proxy: proxy.url, ca });
  const error = await httpErrorOf(misnamed.generate(requestFor("Say it"), soon()));
  expect(error).toMatchObject({ status: 502 });
  expect(explanationOf(error)).toContain("ERR_TLS_CERT_ALTNAME_INVALID");
});

test.each(["http", "https"])("a proxy that rejects the password is reported for %s", async (scheme) => {
  await using proxy = await startProxy(() => ({ requestAuthentication: true }));
  await using backend = backendOf(`${scheme}://engine.example/v1`, { proxy: proxy.url });
  const error = await httpErrorOf(backend.generate(requestFor("Say it"), soon()));
  expect(error.status).toBe(502);
  expect(explanationOf(error)).toContain("The proxy requires a user name and password.");
  expect(explanationOf(error)).not.toContain("pass@");
});

test("a proxy that refuses to connect to the server is reported with its status", async () => {
  await using proxy = await startProxy(() => {
    throw new RequestError("Not allowed", 403);
  });
  await using backend = backendOf("https://engine.example/v1", { proxy: proxy.url });
  const error = await httpErrorOf(backend.generate(requestFor("Say it"), soon()));
  expect(error.status).toBe(502);
  expect(explanationOf(error)).toContain("The proxy refused to connect to the server, with status 403.");
});

test("a proxy that closes the connection instead of opening a tunnel is reported", async () => {
  const closed = createTcpServer();
  const { port } = await listenOnFreePort(closed);
  await closed[Symbol.asyncDispose]();
  await using proxy = await startProxy();
  await using backend = backendOf(`https://engine.example:${port}/v1`, { proxy: proxy.url });
  const error = await httpErrorOf(backend.generate(requestFor("Say it"), soon()));
  expect(error.status).toBe(502);
  expect(explanationOf(error)).toContain("The proxy closed the connection without opening a tunnel.");
});

test.each(["http", "https"])(
  "a proxy that does not run is not taken for the server, for %s",
  async (scheme) => {
    const closed = createTcpServer();
    const { port } = await listenOnFreePort(closed);
    await closed[Symbol.asyncDispose]();
    await using backend = backendOf(`${scheme}://engine.example/v1`, {
      proxy: new URL(`http://127.0.0.1:${port}`),
    });
    const error = await httpErrorOf(backend.generate(requestFor("Say it"), soon()));
    expect(error).toMatchObject({ status: 502, cause: { name: "UnreachableError" } });
    expect(explanationOf(error)).toContain("The proxy cannot be reached (ECONNREFUSED).");
  },
);

test("the connect timeout holds for a proxy that opens no tunnel", async () => {
  await using silent = createTcpServer((socket) => socket.on("error", () => {}).resume());
  const { port } = await listenOnFreePort(silent);
  const proxy = new URL(`http://127.0.0.1:${port}`);
  const backend = createOpenAIBackend({
    url: "https://engine.example/v1",
    dialect: openai,
    timeouts: { connect: 50 },
    proxy,
  });
  const error = await httpErrorOf(backend.generate(requestFor("Say it"), soon()));
  expect(error).toMatchObject({ status: 504, code: "gateway_timeout", cause: { name: "UnreachableError" } });
  expect(explanationOf(error)).toContain("The proxy did not open a tunnel in time.");
  await backend.close();
});

test("a caller who leaves closes the connections on both sides of the proxy", async () => {
  const began = Promise.withResolvers<void>();
  const abandoned = Promise.withResolvers<void>();
  await using upstream = await ScriptedUpstream.start(async (response, request) => {
    response.writeHead(200, { "content-type": "text/event-stream" }).write(encode(chunk("Hel")));
    began.resolve();
    await request.abandoned;
    abandoned.resolve();
  });
  await using proxy = await startProxy();
  const { port } = new URL(upstream.url);
  await using backend = backendOf(`http://engine.example:${port}/v1`, { proxy: proxy.url });
  const leave = new AbortController();
  const { deltas } = await backend.generate(requestFor("Say it"), leave.signal);
  await began.promise;
  leave.abort();
  const readOn = async () => {
    for await (const batch of deltas) expect(batch).toBeDefined();
  };
  await expect(readOn()).rejects.toThrow();
  await abandoned.promise;
});
