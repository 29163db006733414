/**
 * A server that answers as vLLM does, but with fixed text. A prompt that begins with "paced" gets its events one by one, any other
 * prompt all at once. Argument: port.
 */
import type { Socket } from "node:net";
import { identity, model, streamHead, wholeResponse, words } from "./answer.ts";
import { createUpstream, type UpstreamRequest } from "./create-upstream.ts";
import { eventCount, pace } from "./stream.ts";

const usage = {
  prompt_tokens: 3,
  total_tokens: 3 + eventCount,
  completion_tokens: eventCount,
  prompt_tokens_details: null,
};

const texts = Array.from({ length: eventCount }, (_, place) => words[place % words.length]);
const events = texts.map((text, place) => {
  const finish_reason = place === eventCount - 1 ? "length" : null;
  const choices = [{ index: 0, text, logprobs: null, finish_reason, stop_reason: null }];
  return toChunk(JSON.stringify({ ...identity, model, choices, usage: null }));
});
const usageEvent = toChunk(JSON.stringify({ ...identity, model, choices: [], usage }));
const end = `${toChunk("[DONE]")}0\r\n\r\n`;

createUpstream(respond).listen(Number(process.argv[2]), "127.0.0.1");

function respond(socket: Socket, { prompt, stream, stream_options: options }: UpstreamRequest): void {
  const last = options?.include_usage ? usageEvent + end : end;
  if (!stream) socket.write(wholeResponse);
  else if (String(prompt).startsWith("paced")) sendPaced(socket, last);
  else socket.write(streamHead + events.join("") + last);
}

function sendPaced(socket: Socket, last: string): void {
  let place = 0;
  socket.write(streamHead);
  const timer = setInterval(() => {
    const event = events[place];
    place += 1;
    if (place === eventCount) clearInterval(timer);
    socket.write(place === eventCount ? event + last : `${event}`);
  }, pace);
  socket.once("close", () => clearInterval(timer));
}

/** Formats an event as one chunk of HTTP's transfer coding, as uvicorn does. */
function toChunk(data: string): string {
  const event = `data: ${data}\n\n`;
  return `${event.length.toString(16)}\r\n${event}\r\n`;
}
