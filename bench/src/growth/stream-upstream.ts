/**
 * A server that answers as vLLM does, with streams that go on until the client leaves. The text of each
 * event is the time at which it was sent. One timer serves all streams, so that thousands of them cost little. Arguments: port, and
 * the address to listen on, by default 127.0.0.1.
 */
import type { Socket } from "node:net";
import { identity, model, streamHead, wholeResponse } from "../gateway/answer.ts";
import { createUpstream } from "../gateway/create-upstream.ts";
import { eventInterval, formatTime, now } from "./stream-time.ts";

/** Milliseconds between two turns of the timer, which each serve a part of the streams. */
const tick = 10;
const parts = Array.from({ length: eventInterval / tick }, () => new Set<Socket>());

const [before = "", after = ""] = JSON.stringify({
  ...identity,
  model,
  choices: [{ index: 0, text: "TIME", logprobs: null, finish_reason: null, stop_reason: null }],
  usage: null,
}).split("TIME");
const size = `data: ${before}${formatTime(0)}${after}\n\n`.length.toString(16);

let opened = 0;
const server = createUpstream((socket, { stream }) => {
  socket.write(stream ? streamHead + formatEvent() : wholeResponse);
  if (!stream) return;
  const part = parts[opened % parts.length];
  opened += 1;
  part?.add(socket);
  socket.once("close", () => part?.delete(socket));
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
