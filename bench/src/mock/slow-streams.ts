import { Agent, type IncomingMessage } from "node:http";
import { setTimeout } from "node:timers/promises";
import { type Program, readMemory, send, startServer, stopServer } from "../measuring/servers.ts";

/** The tokens of a stream, unless the model ends it earlier. */
const tokens = 200;
/** Milliseconds between two events. */
const itl = 100;

const body = JSON.stringify({ prompt: "Call me", max_tokens: tokens, stream: true });

/** The outcome of streams that were open at the same time. */
export interface SlowStreams {
  /** The number of streams that reached their `[DONE]`. */
  readonly whole: number;
  /** The memory of the server's process in megabytes: before the streams, once all are open, halfway, and before they end. */
  readonly memory: {
    readonly idle: number;
    readonly open: number;
    readonly half: number;
    readonly end: number;
  };
}

/**
 * Starts a mock with a small heap, and reads `count` streams of 20 seconds from it at the same time. If the mock runs out of
 * memory, streams are missing, and so are (as NaN) later figures of its memory.
 */
export async function holdSlowStreams(count: number, mock: Program): Promise<SlowStreams> {
  // With little room for garbage, the process's memory shows what is kept, not what V8 has yet to collect.
  const args = (port: number) => ["--max-old-space-size=96", ...mock.args(port)];
  const server = await startServer({ ...mock, args });
  const idle = await readMemory(server);
  const agent = new Agent({ maxSockets: count });
  const headers = { ...mock.call.headers, prefer: `itl=${itl}, jitter=0.2` };
  const slow = { port: server.port, call: { ...mock.call, headers } };
  const streams = await Promise.all(Array.from({ length: count }, () => send(slow, body, agent)));
  const ended = Promise.all(streams.map(readStream));
  const open = await readMemory(server);
  await setTimeout((tokens * itl) / 2);
  const half = await readMemory(server);
  await setTimeout(tokens * itl * 0.4);
  const end = await readMemory(server);
  const whole = (await ended).filter(Boolean).length;
  agent.destroy();
  await stopServer(server);
  return { whole, memory: { idle, open, half, end } };
}

/** Returns whether the stream ends with `[DONE]`. It does not if the server ends before. */
async function readStream(stream: IncomingMessage): Promise<boolean> {
  let tail = "";
  try {
    for await (const chunk of stream) tail = (tail + chunk).slice(-20);
  } catch {
    return false;
  }
  return tail.endsWith("data: [DONE]\n\n");
}
