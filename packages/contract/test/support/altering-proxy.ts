import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import { sendBytes } from "../../src/http/send-bytes.ts";

export interface ProxiedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ProxiedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A way to break a server that keeps the contract. */
export interface Alteration {
  readonly request?: (request: ProxiedRequest) => ProxiedRequest;
  readonly answer?: (answer: ProxiedAnswer, request: ProxiedRequest) => ProxiedAnswer;
}

export interface AlteringProxy extends AsyncDisposable {
  readonly url: string;
  /** Applied to all that comes from now on. */
  alteration: Alteration;
}

/** Starts a server that hands requests and answers on to and from the one at `upstream`, one thing altered. */
export async function startProxy(upstream: string): Promise<AlteringProxy> {
  // Larger than the header that a case sends to be refused.
  const server = createServer({ maxHeaderSize: 2 ** 20 }, async (request, response) => {
    const sent = change(proxy.alteration.request, await readRequest(request));
    const answer = await forward(upstream, sent);
    const { status, headers, body } = change(proxy.alteration.answer, answer, sent);
    response.writeHead(status, headers).end(body);
  });
  // What is no HTTP goes on as it is.
  server.on("clientError", async ({ rawPacket }: Error & { rawPacket: Buffer }, socket: Socket) => {
    const target = { baseUrl: upstream, token: "", capabilities: [], signal: AbortSignal.timeout(5000) };
    const answer = await readResponse(await sendBytes(target, rawPacket.toString()));
    const sent = { method: "", path: "", headers: {}, body: "" };
    const { status, headers, body } = change(proxy.alteration.answer, answer, sent);
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 ${status} Altered\r\n${lines.join("")}\r\n${body}`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const proxy: AlteringProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    alteration: {},
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await server[Symbol.asyncDispose]();
    },
  };
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
  // Each byte is one character, so that what is not UTF-8 stays as it is.
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
): Promise<ProxiedAnswer> {
  const hasBody = method !== "GET" && body !== "";
  const response = await fetch(`${upstream}${path}`, {
    method,
    headers,
    ...(hasBody && { body: Buffer.from(body, "latin1") }),
  });
  return readResponse(response);
}

async function readResponse(response: Response): Promise<ProxiedAnswer> {
  const headers = [...response.headers].filter(([name]) => !hopByHop.includes(name));
  return { status: response.status, headers: Object.fromEntries(headers), body: await response.text() };
}

const hopByHop = ["connection", "content-length", "expect", "host", "keep-alive", "transfer-encoding"];
