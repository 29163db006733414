/**
 * Holds open streams, and measures how late their events are. It uses bare sockets, so that it needs less processor time than any
 * server. Its messages are a {@link HolderTask} each, and its answers are the number of open streams or {@link Lateness}.
 */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import { now, readTime } from "./stream-time.ts";

/** Holds as many streams as `open` says, or measures those that are open for some milliseconds. */
export type HolderTask =
  | { readonly open: number; readonly port: number; readonly host?: string; readonly request: string }
  | { readonly measure: number };

/** Milliseconds: between an event's departure from the upstream and its arrival, and between two events of a stream. */
export interface Lateness {
  readonly events: number;
  readonly late: Percentiles;
  readonly between: Percentiles;
}

/** The median, and the value that 99 % do not exceed. */
export interface Percentiles {
  readonly p50: number;
  readonly p99: number;
}

/** The text before the time in an event. */
const mark = '"text":"';
/** The number of streams that are opened at a time. */
const atOnce = 50;

const open = new Set<Socket>();
let late: number[] = [];
let between: number[] = [];

process.on("message", async (task: HolderTask) => {
  if ("measure" in task) {
    late = [];
    between = [];
    await setTimeout(task.measure);
    const measured: Lateness = { events: late.length, late: summarize(late), between: summarize(between) };
    process.send?.(measured);
    return;
  }
  while (open.size < task.open) {
    const count = Math.min(atOnce, task.open - open.size);
    await Promise.all(Array.from({ length: count }, () => openStream(task)));
  }
  const surplus = [...open].slice(task.open);
  await Promise.all(
    surplus.map((socket) => {
      open.delete(socket);
      socket.destroy();
      return once(socket, "close");
    }),
  );
  process.send?.(open.size);
});

/** Opens a stream, and waits for its first event. */
function openStream({
  port,
  host = "127.0.0.1",
  request,
}: Extract<HolderTask, { open: number }>): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host, noDelay: true });
    open.add(socket);
    let latest: number | undefined;
    let last = "";
    socket.setEncoding("latin1");
    socket.on("connect", () => socket.write(request));
    socket.on("data", (chunk: string) => {
      const arrival = now();
      last = chunk;
      for (let place = chunk.indexOf(mark); place >= 0; place = chunk.indexOf(mark, place + 1)) {
        late.push(arrival - readTime(chunk, place + mark.length));
        if (latest === undefined) resolve();
        else between.push(arrival - latest);
        latest = arrival;
      }
    });
    const fail = (cause?: Error) => {
      reject(new Error(`The server ended one of ${open.size} streams after: ${last}`, { cause }));
    };
    socket.on("error", fail);
    socket.on("end", fail);
  });
}

/** Summarizes microseconds in milliseconds. */
function summarize(times: number[]): Percentiles {
  const sorted = Float64Array.from(times).sort();
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN) / 1000;
  return { p50: at(0.5), p99: at(0.99) };
}
