import { setTimeout } from "node:timers/promises";
import { streamUpstream } from "../gateway/programs.ts";
import { toRequestText } from "../gateway/request-text.ts";
import { readCpuTime } from "../measuring/cpu-time.ts";
import { readFileLimit } from "../measuring/file-limit.ts";
import { type ModuleProcess, startModule } from "../measuring/module-process.ts";
import type { Rounds } from "../measuring/rounds.ts";
import {
  type Program,
  type RunningServer,
  readMemory,
  startServer,
  stopServers,
} from "../measuring/servers.ts";
import type { HolderTask, Lateness } from "./stream-holder.ts";

/** The numbers of streams that are open at a time. */
const counts = [10, 100, 1000, 5000];
/** Milliseconds of a round, and those for streams to settle after others have been opened or closed. */
const round = 3000;
const settling = 2000;
/** Sockets of a server for each stream, and files that it needs besides. */
const socketsPerStream = 2;
const otherFiles = 200;

const body = { prompt: "Call me", max_tokens: 4096, stream: true };

/** The figures of a contender with a number of open streams. */
export interface OpenStreams {
  readonly count: number;
  /** Milliseconds from an event's departure from the upstream to its arrival. */
  readonly late: { readonly p50: Rounds; readonly p99: Rounds };
  /** Milliseconds between two events of a stream. */
  readonly between: { readonly p50: Rounds; readonly p99: Rounds };
  /** Microseconds of processor time for each event. */
  readonly cpu: Rounds;
  /** Megabytes in memory. */
  readonly memory: number;
  /** How much of its core the load took: the upstream and the client together. Near 1, the load is the limit. */
  readonly loadCore: Rounds;
}

/**
 * Opens more and more streams through each program, one program after the other, and then closes them again. Memory is read on the
 * way up, and all else measured on the way down, when V8 has optimized the code.
 *
 * @param createPrograms - returns the programs, for the base URL of the upstream.
 */
export async function measureOpenStreams<Name extends string>(
  createPrograms: (url: string) => Promise<Record<Name, Program>>,
  rounds: number,
): Promise<Record<Name, readonly OpenStreams[]>> {
  const upstream = await startServer(streamUpstream, "load");
  const programs = await createPrograms(`http://127.0.0.1:${upstream.port}`);
  const measured: Partial<Record<Name, readonly OpenStreams[]>> = {};
  for (const name in programs) {
    const server = await startServer(programs[name]);
    measured[name] = await measureServer(server, upstream, rounds);
    await stopServers({ server });
  }
  await stopServers({ upstream });
  // Every name has been measured.
  return measured as Record<Name, readonly OpenStreams[]>;
}

async function measureServer(
  server: RunningServer,
  upstream: RunningServer,
  rounds: number,
): Promise<readonly OpenStreams[]> {
  const holder = startModule({ module: new URL("stream-holder.ts", import.meta.url), place: "load" });
  const { port } = server;
  const request = toRequestText(server, body);
  const hold = (open: number) => holder.ask({ open, port, request } satisfies HolderTask);
  try {
    const possible = selectPossible();
    const memory = new Map<number, number>();
    for (const count of possible) {
      await hold(count);
      await setTimeout(settling);
      memory.set(count, await readMemory(server));
    }
    const measured: OpenStreams[] = [];
    for (const count of possible.toReversed()) {
      await hold(count);
      await setTimeout(settling);
      const windows: Window[] = [];
      while (windows.length < rounds) windows.push(await measureWindow(holder, server, upstream));
      measured.unshift({ count, ...toFigures(windows), memory: memory.get(count) ?? Number.NaN });
    }
    return measured;
  } finally {
    holder.stop();
  }
}

/** Returns the counts for which processes may open enough sockets. */
function selectPossible(): readonly number[] {
  const limit = readFileLimit();
  const possible = counts.filter((count) => count * socketsPerStream + otherFiles <= limit);
  if (possible.length < counts.length) {
    console.warn(
      `Warning: a process may open only ${limit} files, so at most ${possible.at(-1)} streams are measured. Raise the limit with \`ulimit -Hn\`.`,
    );
  }
  return possible;
}

interface Window extends Lateness {
  readonly cpu: number;
  readonly loadCore: number;
}

async function measureWindow(
  holder: ModuleProcess,
  server: RunningServer,
  upstream: RunningServer,
): Promise<Window> {
  const read = ({ child }: RunningServer) => readCpuTime(child.pid ?? 0);
  const before = { server: read(server), load: read(upstream) + readCpuTime(holder.pid) };
  const start = performance.now();
  const lateness = await holder.ask<Lateness>({ measure: round } satisfies HolderTask);
  const elapsed = 1000 * (performance.now() - start);
  const load = read(upstream) + readCpuTime(holder.pid) - before.load;
  return { ...lateness, cpu: (read(server) - before.server) / lateness.events, loadCore: load / elapsed };
}

function toFigures(windows: readonly Window[]): Omit<OpenStreams, "count" | "memory"> {
  const percentiles = (figure: "late" | "between") => ({
    p50: windows.map((window) => window[figure].p50),
    p99: windows.map((window) => window[figure].p99),
  });
  return {
    late: percentiles("late"),
    between: percentiles("between"),
    cpu: windows.map(({ cpu }) => cpu),
    loadCore: windows.map(({ loadCore }) => loadCore),
  };
}
