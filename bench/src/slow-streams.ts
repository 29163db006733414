import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import { setTimeout } from "node:timers/promises";
import { type RunningServer, readMemory, usualCall } from "./servers.ts";

/** Of a stream, unless the model ends it earlier. */
const tokens = 200;
/** Milliseconds between two events. */
const itl = 100;

/** What became of streams that were open at the same time. */
export interface SlowStreams {
  /** How many came to their `[DONE]`. */
  readonly whole: number;
  /** Megabytes that the server's process has in memory: before them, once all are open, halfway, and before they end. */
  readonly memory: {
    readonly idle: number;
    readonly open: number;
    readonly half: number;
    readonly end: number;
  };
}

/** Holds so many streams of 20 seconds. */
export async function holdSlowStreams(count: number, server: RunningServer): Promise<SlowStreams> {
  const idle = await readMemory(server);
  const agent = new Agent({ maxSockets: count });
  const streams = await Promise.all(Array.from({ length: count }, () => openStream(server.port, agent)));
  const ended = Promise.all(streams.map(readStream));
  const open = await readMemory(server);
  await setTimeout((tokens * itl) / 2);
  const half = await readMemory(server);
  await setTimeout(tokens * itl * 0.4);
  const end = await readMemory(server);
  const whole = (await ended).filter(Boolean).length;
  agent.destroy();
  return { whole, memory: { idle, open, half, end } };
}

async function openStream(port: number, agent: Agent): Promise<IncomingMessage> {
  const prefer = `itl=${itl}, jitter=0.2`;
  const options = {
    port,
    host: "127.0.0.1",
    path: usualCall.path,
    method: "POST",
    headers: { ...usualCall.headers, prefer },
    agent,
  };
  const sent = request(options);
  sent.end(JSON.stringify({ prompt: "Call me", max_tokens: tokens, stream: true }));
  const [response] = await once(sent, "response");
  return response;
}

async function readStream(stream: IncomingMessage): Promise<boolean> {
  let tail = "";
  for await (const piece of stream) tail = (tail + piece).slice(-20);
  return tail.endsWith("data: [DONE]\n\n");
}
