import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { listenOnFreePort } from "@completions-api/testing";
import { describe, expect, test } from "vitest";
import { createOpenAIBackend } from "../../src/backends/openai/backend.ts";
import { dialects } from "../../src/backends/openai/dialects.ts";
import { encode, events, json } from "../support/scripted-upstream.ts";
import {
  chunk,
  collectDeltas,
  httpErrorOf,
  requestFor,
  startEngine,
  usageChunk,
} from "../support/test-engine.ts";

const badGateway = { status: 502, code: "bad_gateway" };
const dialect = dialects.vllm;

/** Starts a server that answers each request on a connection with `respond`. `index` counts the requests of all connections. */
async function startRawServer(
  respond: (socket: Socket, index: number) => void,
): Promise<{ server: Server; url: string }> {
  let index = 0;
  const server = createServer((socket) => {
    socket.on("error", () => {});
    let text = "";
    socket.on("data", (bytes) => {
      text += bytes.toString("latin1");
      // Each request is sent at once, and its JSON ends with a brace.
      if (!text.endsWith("}")) return;
      text = "";
      respond(socket, index);
      index += 1;
    });
  });
  const { port } = await listenOnFreePort(server);
  return { server, url: `http://127.0.0.1:${port}/v1` };
}

/** Sends one request to a server, and returns the error that the caller gets. */
async function errorFrom(respond: (socket: Socket, index: number) => void) {
  const { server, url } = await startRawServer(respond);
  await using _ = server;
  const engine = createOpenAIBackend({ url, dialect });
  const error = await httpErrorOf(
    collectDeltas(engine.generate, requestFor("Say it"), AbortSignal.timeout(20_000)),
  );
  await engine.close();
  return error;
}

/** Writes a text again and again until the connection is closed. */
function flood(socket: Socket, start: string, text: string): void {
  socket.write(start);
  const part = text.repeat(Math.ceil(65_536 / text.length));
  const go = (): void => {
    while (!socket.destroyed && socket.write(part));
  };
  socket.on("drain", go);
  go();
}

const head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n";
const whole = encode(chunk("Hello", "stop")) + encode(usageChunk(3, 2)) + encode("[DONE]");

describe("a response without end is a 502 after a bounded number of bytes", () => {
  test.each<readonly [string, string, string]>([
    ["interim responses", "", "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n"],
    ["headers", "HTTP/1.1 200 OK\r\n", "x-mood: calm\r\n"],
    ["one header", "HTTP/1.1 200 OK\r\nx-mood: ", "calm "],
    ["comments", `${head}\r\n`, ": keep-alive\n\n"],
    ["blank lines", `${head}\r\n`, "\n"],
    ["one event", `${head}\r\ndata: `, "calm "],
    ["the name of an event", `${head}\r\nevent: `, "calm "],
    ["events without a text", `${head}\r\n`, encode({ choices: [] })],
    ["pings", `${head}\r\n`, "event: ping\ndata: {}\n\n"],
    ["empty texts", `${head}\r\n`, encode(chunk(""))],
    ["a document", "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{", '"a":1,'],
    ["white space", "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n", " "],
    ["an error", "HTTP/1.1 500 Oops\r\ncontent-type: application/json\r\n\r\n", "oops "],
  ])("%s", async (_, start, text) => {
    expect(await errorFrom((socket) => flood(socket, start, text))).toMatchObject(badGateway);
  });

  test("trailers", async () => {
    const start = `${head}transfer-encoding: chunked\r\n\r\n5\r\n: hi\n\r\n0\r\n`;
    expect(await errorFrom((socket) => flood(socket, start, "x-mood: calm\r\n"))).toMatchObject(badGateway);
  });
});

describe("a response that lies about itself is a 502", () => {
  test.each<readonly [string, string]>([
    ["a length beyond the body", `${head}content-length: 100000\r\n\r\n: hi\n\n`],
    ["two lengths", `${head}content-length: 5\r\ncontent-length: 6\r\n\r\n: hi\n\n`],
    ["a length and chunks", `${head}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`],
    ["a chunk without a length", `${head}transfer-encoding: chunked\r\n\r\nhello`],
    ["the status 999", "HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n"],
    ["the status 0", "HTTP/1.1 000 Odd\r\ncontent-length: 0\r\n\r\n"],
    ["the status 204", "HTTP/1.1 204 No Content\r\n\r\n"],
    ["a redirect", "HTTP/1.1 307 Elsewhere\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n"],
    ["another protocol", "SSH-2.0-OpenSSH_9.6\r\n"],
  ])("%s", async (_, response) => {
    expect(await errorFrom((socket) => socket.end(response))).toMatchObject(badGateway);
  });

  test.each<readonly [string, unknown]>([
    ["below 0", -1],
    ["beyond the choices", 1],
    ["of a million", 1_000_000],
    ["with a fraction", 0.5],
    ["as text", "0"],
    ["named like a property of every object", "__proto__"],
  ])("the index of a choice %s", async (_, index) => {
    await using engine = await startEngine(
      events({ choices: [{ index, text: "a", finish_reason: "stop" }] }, "[DONE]"),
      { dialect },
    );
    const error = await httpErrorOf(collectDeltas(engine.generate, requestFor("Say it")));
    expect(error).toMatchObject(badGateway);
  });

  test("a hundred thousand choices", async () => {
    const choices = Array.from({ length: 100_000 }, (_, index) => ({
      index,
      text: "",
      finish_reason: "stop",
    }));
    await using engine = await startEngine(json({ choices }), { dialect });
    const request = requestFor("Say it", { stream: false, maxTokens: 10_000 });
    const error = await httpErrorOf(engine.generate(request, AbortSignal.timeout(20_000)));
    expect(error).toMatchObject(badGateway);
  });
});

describe("a response to nobody", () => {
  const length = `content-length: ${Buffer.byteLength(whole)}`;
  const foreign = whole.replace("Hello", "Foreign");

  test.each<readonly [string, string]>([
    [
      "behind another",
      `${head}${length}\r\n\r\n${whole}${head}content-length: ${foreign.length}\r\n\r\n${foreign}`,
    ],
    ["behind a body that is longer than its length", `${head}${length}\r\n\r\n${whole}${foreign}`],
  ])("%s answers no other request", async (_, response) => {
    const { server, url } = await startRawServer((socket, index) => {
      socket.write(index === 0 ? response : `${head}${length}\r\n\r\n${whole}`);
    });
    await using _server = server;
    const engine = createOpenAIBackend({ url, dialect });
    for (let count = 0; count < 3; count += 1) {
      const deltas = await collectDeltas(engine.generate, requestFor("Say it"));
      expect(deltas.map(({ text }) => text)).toEqual(["Hello"]);
    }
    await engine.close();
  });

  test("on an idle connection answers no other request", async () => {
    const sockets: Socket[] = [];
    const { server, url } = await startRawServer((socket) => {
      sockets.push(socket);
      socket.write(`${head}${length}\r\n\r\n${whole}`);
    });
    await using _server = server;
    const engine = createOpenAIBackend({ url, dialect });
    await collectDeltas(engine.generate, requestFor("Say it"));
    const [idle] = sockets;
    if (idle === undefined) throw new Error("The server has received a request.");
    const closed = once(idle, "close");
    idle.write(`${head}content-length: ${foreign.length}\r\n\r\n${foreign}`);
    await closed;
    const deltas = await collectDeltas(engine.generate, requestFor("Say it"));
    expect(deltas.map(({ text }) => text)).toEqual(["Hello"]);
    await engine.close();
  });
});

test("a response before the request has been read is read", async () => {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.write(`${head}content-length: ${Buffer.byteLength(whole)}\r\n\r\n${whole}`);
    socket.resume();
  });
  const { port } = await listenOnFreePort(server);
  await using _ = server;
  const engine = createOpenAIBackend({ url: `http://127.0.0.1:${port}/v1`, dialect });
  const request = requestFor("Say it ".repeat(100_000));
  const result = await collectDeltas(engine.generate, request).catch((failure: unknown) => failure);
  // undici may close the connection before it knows of the response. Either way nothing hangs.
  if (Array.isArray(result)) expect(result.map(({ text }) => text)).toEqual(["Hello"]);
  else expect(result).toMatchObject(badGateway);
  await engine.close();
});
