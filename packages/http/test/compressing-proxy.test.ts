import { createServer } from "node:http";
import { startServer } from "@completions-api/testing";
import compression from "compression";
import express from "express";
import httpProxy from "http-proxy";
import { expect, test } from "vitest";
import { sendStream } from "../src/index.ts";
import { startTestServer } from "./support/start-server.ts";

const events = [1, 2, 3].map((number) => `data: ${number}\n\n`);

/** Starts an Express server that compresses whatever it may, in front of the server at `target`. */
async function startProxy(target: string, cacheControl?: string) {
  const forwarded: string[] = [];
  const waiting: (() => void)[] = [];
  const proxy = httpProxy.createProxyServer({ target });
  proxy.on("proxyRes", (response) => {
    if (cacheControl !== undefined) response.headers["cache-control"] = cacheControl;
    response.on("data", (bytes) => {
      forwarded.push(String(bytes));
      for (const resolve of waiting.splice(0)) resolve();
    });
  });
  const app = express();
  app.use(compression(), (request, response) => proxy.web(request, response));
  return {
    ...(await startServer(createServer(app))),
    /** Resolves once the proxy has received this many events. */
    async received(count: number): Promise<void> {
      while (forwarded.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
}

/** Starts a server that sends each event only when `mayMake` resolves for its number. */
function startEngine(mayMake: (number: number) => Promise<void>) {
  return startTestServer((_request, response, signal) => {
    async function* generate() {
      for (const [number, event] of events.entries()) {
        await mayMake(number);
        yield event;
      }
    }
    return sendStream(response, generate(), { signal });
  });
}

/** Reads a body as text, in the pieces in which it arrives. */
function readPieces({ body }: Response): ReadableStreamDefaultReader<string> {
  if (body === null) throw new Error("The response has no body.");
  return body.pipeThrough(new TextDecoderStream()).getReader();
}

test("a proxy that compresses passes on each event before the next one is made", async () => {
  const gates = events.map(() => Promise.withResolvers<void>());
  await using server = await startEngine(async (number) => gates[number]?.promise);
  await using proxy = await startProxy(server.url);
  gates[0]?.resolve();
  const response = await fetch(proxy.url, { method: "POST" });
  expect(response.headers.get("cache-control")).toBe("no-cache, no-transform");
  expect(response.headers.get("content-encoding")).toBeNull();
  const pieces = readPieces(response);
  for (const [number, event] of events.entries()) {
    expect(await pieces.read()).toEqual({ done: false, value: event });
    gates[number + 1]?.resolve();
  }
  expect(await pieces.read()).toEqual({ done: true, value: undefined });
});

test("without no-transform, the same proxy holds all events back until the last", async () => {
  let proxy: Awaited<ReturnType<typeof startProxy>> | undefined;
  // The client must not decide: it would wait forever.
  await using server = await startEngine(async (number) => proxy?.received(number));
  await using started = await startProxy(server.url, "no-cache");
  proxy = started;
  const response = await fetch(started.url, { method: "POST" });
  expect(response.headers.get("content-encoding")).toBe("gzip");
  const pieces = readPieces(response);
  expect(await pieces.read()).toEqual({ done: false, value: events.join("") });
  expect(await pieces.read()).toEqual({ done: true, value: undefined });
});
