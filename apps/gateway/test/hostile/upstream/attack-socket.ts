import { once } from "node:events";
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import { toBuffer } from "../bytes.ts";
import type { UpstreamStep } from "../hostile-case.ts";
import { toEvent } from "./honest-response.ts";

/** Sends what an evil upstream sends to one request. Unless a step says how it ends, the connection is ended. */
export async function attackSocket(socket: Socket, steps: readonly UpstreamStep[]): Promise<void> {
  for (const step of steps) {
    if (socket.destroyed) return;
    if ("close" in step) return close(socket, step.close);
    if ("wait" in step) await setTimeout(step.wait);
    else if ("head" in step) await write(socket, toHead(step.head));
    else if ("event" in step) await write(socket, toEvent(toProperties(step.event)));
    else if ("send" in step) await write(socket, toBuffer(step.send));
    else if ("flood" in step) await flood(socket, toBuffer(step.flood), step.bytes);
    else {
      const bytes = toBuffer(step.drip);
      for (let at = 0; at < bytes.length && !socket.destroyed; at += step.size) {
        await write(socket, bytes.subarray(at, at + step.size));
        await setTimeout(step.every);
      }
    }
  }
  socket.end();
}

function close(socket: Socket, how: "end" | "reset" | "never" | "reuse"): void {
  if (how === "end") socket.end();
  if (how === "reset") socket.resetAndDestroy();
}

function toHead({ status = 200, headers = {} }: Extract<UpstreamStep, { head: unknown }>["head"]): string {
  const all = { "content-type": "text/event-stream", connection: "close", ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? "Status"}\r\n${lines.join("")}\r\n`;
}

function toProperties(event: string | object): object {
  return typeof event === "string" ? { choices: [{ index: 0, text: event, finish_reason: null }] } : event;
}

async function flood(socket: Socket, unit: Buffer, bytes: number): Promise<void> {
  const once = Buffer.alloc(Math.max(1, Math.floor(65_536 / unit.length)) * unit.length, unit);
  for (let sent = 0; sent < bytes && !socket.destroyed; sent += once.length) await write(socket, once);
}

async function write(socket: Socket, bytes: Buffer | string): Promise<void> {
  if (socket.write(bytes) || socket.destroyed) return;
  const abort = new AbortController();
  const events = ["drain", "close"].map((name) => once(socket, name, { signal: abort.signal }));
  await Promise.race(events).catch(() => {});
  abort.abort();
  await Promise.allSettled(events);
}
