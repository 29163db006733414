import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { isDeepStrictEqual } from "node:util";
import { startServer } from "@completions-api/testing";
import { Recorder } from "../../../src/http/recorder.ts";
import { sendBytes } from "../../../src/http/send-bytes.ts";
import { type Alteration, acceptedToken, type ProxiedRequest, type ProxiedResponse } from "./alteration.ts";

export interface AlteringProxy extends AsyncDisposable {
  readonly url: string;
  /** Applies to all requests from now on. */
  alteration: Alteration;
  /** The number of exchanges so far that an alteration has changed. */
  altered: number;
  /** The error that an alteration threw, which is a bug of the alteration. */
  error: unknown;
}

/**
 * Starts a proxy of the server at `upstream` that alters requests and responses. If nothing alters responses, the pieces of
 * a stream are sent as they come.
 *
 * @param token - sent in place of the token that alterations add.
 */
export async function startProxy(upstream: string, token: string = acceptedToken): Promise<AlteringProxy> {
  let number = 0;
  // Larger than the header that a case sends to have it refused.
  const server = createServer({ maxHeaderSize: 2 ** 20 }, async (request, to) => {
    // With the base URL alone, the suite only finds out if a server is there.
    const alteration = /^\/(v1)?$/.test(request.url ?? "") ? {} : proxy.alteration;
    try {
      const received = await readRequest(request, number++);
      const sent = guard(() => alteration.request?.(received)) ?? received;
      if (!isDeepStrictEqual(sent, received)) proxy.altered += 1;
      const response = await forward(upstream, withToken(sent, token), to);
      if (hasOwnResponse(alteration)) await answer(alteration, { response, request: sent, to });
      else await pass(response, to);
    } catch {
      // The upstream server cut its response off, or the caller has gone.
      to.destroy();
    }
  });
  // Bytes that are not HTTP are forwarded unchanged.
  server.on("clientError", async ({ rawPacket }: Error & { rawPacket?: Buffer }, socket: Socket) => {
    if (rawPacket === undefined) return void socket.destroy();
    const target = { baseUrl: upstream, signal: AbortSignal.timeout(5000), recorder: new Recorder() };
    const original = await readResponse(await sendBytes(target, rawPacket.toString()));
    const request = { method: "", path: "", headers: {}, body: "", number: number++ };
    const { status, headers, body } = guard(() => proxy.alteration.response?.(original, request)) ?? original;
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 ${status} Altered\r\n${lines.join("")}\r\n${body}`);
  });
  const proxy: AlteringProxy = {
    ...(await startServer(server)),
    ...{ alteration: {}, altered: 0, error: undefined },
  };
  return proxy;

  /** Keeps the error that an alteration throws. */
  function guard<Result>(alter: () => Result): Result {
    try {
      return alter();
    } catch (error) {
      proxy.error ??= error;
      throw error;
    }
  }

  async function answer(
    alteration: Alteration,
    { response, request, to }: { response: Response; request: ProxiedRequest; to: ServerResponse },
  ): Promise<void> {
    const original = await readResponse(response);
    const altered = guard(() => alteration.response?.(original, request)) ?? original;
    const text = Buffer.from(altered.body);
    const bytes = guard(() => alteration.bytes?.(text, altered)) ?? text;
    const deliver = guard(() => alteration.deliver?.(altered, request));
    if (deliver || !bytes.equals(text) || !isDeepStrictEqual(altered, original)) proxy.altered += 1;
    if (deliver) return void (await deliver(to, { ...altered, bytes }));
    to.writeHead(altered.status, altered.headers).end(bytes);
  }
}

function hasOwnResponse({ response, bytes, deliver }: Alteration): boolean {
  return [response, bytes, deliver].some((alter) => alter !== undefined);
}

async function readRequest(request: IncomingMessage, number: number): Promise<ProxiedRequest> {
  // One character per byte, so invalid UTF-8 stays unchanged.
  const body = (await buffer(request)).toString("latin1");
  const headers = Object.entries(request.headers).filter(([name]) => !hopByHop.includes(name));
  return {
    method: request.method ?? "",
    path: request.url ?? "",
    headers: Object.fromEntries(headers.map(([name, value]) => [name, String(value)])),
    body,
    number,
  };
}

function withToken(request: ProxiedRequest, token: string): ProxiedRequest {
  const { authorization } = request.headers;
  if (authorization === undefined) return request;
  const accepted = authorization.replace(acceptedToken, token);
  return { ...request, headers: { ...request.headers, authorization: accepted } };
}

/** Sends a request to the upstream server, until the caller has gone. */
async function forward(
  upstream: string,
  { method, path, headers, body }: ProxiedRequest,
  to: ServerResponse,
): Promise<Response> {
  const hasBody = method !== "GET" && body !== "";
  const gone = new AbortController();
  to.once("close", () => gone.abort());
  return fetch(`${upstream}${path}`, {
    method,
    headers,
    signal: gone.signal,
    ...(hasBody && { body: Buffer.from(body, "latin1") }),
  });
}

/** Sends a response on, piece by piece. */
async function pass(response: Response, to: ServerResponse): Promise<void> {
  to.writeHead(response.status, endToEndHeaders(response));
  if (response.body === null) return void to.end();
  await pipeline(response.body, to);
}

async function readResponse(response: Response): Promise<ProxiedResponse> {
  return {
    status: response.status,
    headers: endToEndHeaders(response),
    body: await response.text(),
  };
}

function endToEndHeaders({ headers }: Response): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => !hopByHop.includes(name)));
}

const hopByHop = ["connection", "content-length", "expect", "host", "keep-alive", "transfer-encoding"];
