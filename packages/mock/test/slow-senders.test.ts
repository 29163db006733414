import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createWireServer, readBody } from "@completions-api/http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectError } from "./support/expect-answer.ts";
import { formatRequest, openConnection, parseAnswers } from "./support/raw.ts";

const limits = { headBytes: 1000, headTimeout: 100, requestTimeout: 200 };
const server = createWireServer(async (request, response) => {
  // Fails once the server has given up waiting.
  const body = await readBody(request).catch(() => undefined);
  response.end(body);
}, limits);
let url: string;
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server[Symbol.asyncDispose]());

const request = formatRequest({ prompt: "Hello" });

test.each([
  ["within the head", request.slice(0, 50)],
  ["within the body", request.slice(0, -5)],
])("a client that stops %s gets a 408", async (_where, bytes) => {
  const socket = await openConnection({ url });
  const chunks: Buffer[] = [];
  socket.on("data", (chunk) => chunks.push(chunk));
  socket.write(bytes);
  await once(socket, "close");
  const [answer, ...others] = parseAnswers(Buffer.concat(chunks));
  expect(others).toEqual([]);
  expect(answer && expectError(answer)).toBe("request_timeout");
  expect(answer?.headers.get("connection")).toBe("close");
});
