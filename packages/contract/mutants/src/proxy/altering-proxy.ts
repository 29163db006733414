import { createServer, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import { startServer } from "@completions-api/testing";
import { Recorder } from "../../../src/http/recorder.ts";
import { sendBytes } from "../../../src/http/send-bytes.ts";

export interface ProxiedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ProxiedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A way to break a server that keeps the contract. */
export interface Alteration {
  readonly request?: (request: ProxiedRequest) => ProxiedRequest;
  readonly response?: (response: ProxiedResponse, request: ProxiedRequest) => ProxiedResponse;
}

export interface AlteringProxy extends AsyncDisposable {
  readonly url: string;
  /** Applies to all requests from now on. */
  alteration: Alteration;
}

/** Starts a proxy of the server at `upstream` that alters requests and responses. */
export async function startProxy(upstream: string): Promise<AlteringProxy> {
  // Larger than the header that a case sends to have it refused.
  const server = createServer({ maxHeaderSize: 2 ** 20 }, async (request, response) => {
    const sent = change(proxy.alteration.request, await readRequest(request));
    const original = await forward(upstream, sent);
    const { status, headers, body } = change(proxy.alteration.response, original, sent);
    response.writeHead(status, headers).end(body);
  });
  // Bytes that are not HTTP are forwarded unchanged.
  server.on("clientError", async ({ rawPacket }: Error & { rawPacket: Buffer }, socket: Socket) => {
    const target = { baseUrl: upstream, signal: AbortSignal.timeout(5000), recorder: new Recorder() };
    const original = await readResponse(await sendBytes(target, rawPacket.toString()));
    const sent = { method: "", path: "", headers: {}, body: "" };
    const { status, headers, body } = change(proxy.alteration.response, original, sent);
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 ${status} Altered\r\n${lines.join("")}\r\n${body}`);
  });
  const proxy: AlteringProxy = { ...(await startServer(server)), alteration: {} };
  return proxy;
}

function change<Value, Rest extends unknown[]>(
  alter: ((value: Value, ...rest: Rest) => Value) | undefined,
  value: Value,
  ...rest: Rest
): Value {
  return alter ? alter(value, ...rest) : value;
}

async function readRequest(request: IncomingMessage): Promise<ProxiedRequest> {
  // One character per byte, so invalid UTF-8 stays unchanged.
  const body = (await buffer(request)).toString("latin1");
  const headers = Object.entries(request.headers).filter(([name]) => !hopByHop.includes(name));
  return {
    method: request.method ?? "",
    path: request.url ?? "",
    headers: Object.fromEntries(headers.map(([name, value]) => [name, String(value)])),
    body,
  };
}

async function forward(
  upstream: string,
  { method, path, headers, body }: ProxiedRequest,
): Promise<ProxiedResponse> {
  const hasBody = method !== "GET" && body !== "";
  const response = await fetch(`${upstream}${path}`, {
    method,
    headers,
    ...(hasBody && { body: Buffer.from(body, "latin1") }),
  });
  return readResponse(response);
}

async function readResponse(response: Response): Promise<ProxiedResponse> {
  const headers = [...response.headers].filter(([name]) => !hopByHop.includes(name));
  return { status: response.status, headers: Object.fromEntries(headers), body: await response.text() };
}

const hopByHop = ["connection", "content-length", "expect", "host", "keep-alive", "transfer-encoding"];
