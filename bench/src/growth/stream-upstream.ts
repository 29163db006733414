/**
 * A server that answers as vLLM does, with streams that go on until the client leaves. The text of each
 * event is the time at which it was sent. One timer serves all streams, so that thousands of them cost little. Arguments: port, and
 * the address to listen on, by default 127.0.0.1.
 */
import { createServer, type Socket } from "node:net";
import { identity, model, wholeResponse } from "../gateway/answer.ts";
import { eventInterval, formatTime, now } from "./stream-time.ts";

/** Milliseconds between two turns of the timer, which each serve a part of the streams. */
const tick = 10;
const parts = Array.from({ length: eventInterval / tick }, () => new Set<Socket>());

const head =
  "HTTP/1.1 200 OK\r\nserver: uvicorn\r\ncontent-type: text/event-stream; charset=utf-8\r\ntransfer-encoding: chunked\r\n\r\n";
const [before = "", after = ""] = JSON.stringify({
  ...identity,
  model,
  choices: [{ index: 0, text: "TIME", logprobs: null, finish_reason: null, stop_reason: null }],
  usage: null,
}).split("TIME");
const size = `data: ${before}${formatTime(0)}${after}\n\n`.length.toString(16);

let opened = 0;
const server = createServer({ noDelay: true }, (socket) => {
  const part = parts[opened % parts.length];
  opened += 1;
  let received = "";
  socket.setEncoding("latin1");
  socket.on("data", (chunk: string) => {
    received += chunk;
    const bodyStart = received.indexOf("\r\n\r\n") + 4;
    const length = Number(/^content-length: *(\d+)/im.exec(received)?.[1]);
    if (bodyStart < 4 || received.length < bodyStart + length) return;
    const { stream }: { stream?: boolean } = JSON.parse(received.slice(bodyStart));
    received = "";
    socket.write(stream ? head + formatEvent() : wholeResponse);
    if (stream) part?.add(socket);
  });
  socket.on("close", () => part?.delete(socket));
  socket.on("error", () => {}); // A client that leaves may reset its connection.
});
const [, , port, host = "127.0.0.1"] = process.argv;
server.listen({ port: Number(port), host, backlog: 4096 });

const start = performance.now();
let turn = 0;
setInterval(() => {
  // A timer fires late. What it has missed follows at once, so that the mean interval is right.
  for (; start + turn * tick <= performance.now(); turn += 1) {
    for (const socket of parts[turn % parts.length] ?? []) socket.write(formatEvent());
  }
}, tick);

/** Returns an event that is sent now, as one chunk of HTTP's transfer coding. */
function formatEvent(): string {
  return `${size}\r\ndata: ${before}${formatTime(now())}${after}\n\n\r\n`;
}
