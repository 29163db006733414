import { readdirSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import type { Checkout } from "./checkout.ts";
import { toRequestText } from "./gateway/request-text.ts";
import type { HolderTask, Lateness } from "./growth/stream-holder.ts";
import { readCpuTime } from "./measuring/cpu-time.ts";
import { apiCall } from "./programs.ts";
import { atLeast, atMost, type Report, type Row } from "./report.ts";
import type { CallerResult, CallerTask } from "./scaling/caller.ts";
import { limit, type Site, startSite } from "./scaling/site.ts";

/** The numbers of streams that are open at a time: a thousandth, a hundredth and more of 100,000. */
const counts = [100, 1000, 3000];
/** Milliseconds of a round, and those for streams to settle after others have been opened. */
const round = 5000;
const settling = 3000;
/** Streams of the real engine. */
const calls = 400;

const body = { prompt: "Call me", max_tokens: 4096, stream: true };
const call = (key: string, deployment: string) => ({
  path: apiCall.path,
  headers: { ...apiCall.headers, authorization: `Bearer ${key}`, "azureml-model-deployment": deployment },
});

/**
 * Measures three gateways behind HAProxy, with one Redis, a scripted engine with many streams and a real llama.cpp, each in a network
 * namespace of its own.
 */
export async function benchScaling(checkout: Checkout, rounds: number): Promise<Report> {
  await using site = await startSite(checkout);
  const streams = await measureStreams(site, rounds);
  const real = await measureCalls(site, call("streams", "real"), { ...body, max_tokens: 16 }, calls);
  if (real.statuses[200] !== calls)
    console.warn(`Statuses of llama.cpp's streams: ${JSON.stringify(real.statuses)}`);
  const limited = await measureCalls(
    site,
    call("limited", "real"),
    { prompt: "Call me", max_tokens: 1 },
    300,
  );
  return {
    rows: [
      ...streams.flatMap(toRows),
      { name: "llama.cpp, streams of 16 tokens", value: (1000 * calls) / real.duration, unit: "streams/s" },
    ],
    bars: [
      atLeast(calls, `llama.cpp, streams that ended with 200, of ${calls}`, real.statuses[200] ?? 0),
      atMost(
        limit,
        `a limit of ${limit} over three gateways, requests let through`,
        limited.statuses[200] ?? 0,
      ),
    ],
  };
}

/** The figures with a number of open streams. */
interface OpenStreams {
  readonly count: number;
  readonly late: Lateness["late"][];
  /** Microseconds of processor time for each event: of all gateways together, of the balancer. */
  readonly cpu: { readonly gateways: number[]; readonly balancer: number[] };
  /** Megabytes in memory, of each gateway. */
  readonly memory: readonly number[];
  /** Files and sockets that each gateway has open. */
  readonly files: readonly number[];
  /** Scripts that Redis ran for each stream that was opened. */
  readonly scripts: number;
  /** Microseconds of Redis's processor time for each of them. */
  readonly scriptTime: number;
}

async function measureStreams(
  { callers, redis, balancer, pids }: Site,
  rounds: number,
): Promise<OpenStreams[]> {
  const holder = callers.startModule(new URL("growth/stream-holder.ts", import.meta.url));
  const request = toRequestText({ port: balancer.port, call: call("streams", "scripted") }, body);
  const countScripts = () => {
    const statistics = redis.run(["redis-cli", "INFO", "commandstats"]);
    return [...statistics.matchAll(/^cmdstat_eval(?:sha)?:calls=(\d+)/gm)].reduce(
      (sum, [, calls]) => sum + Number(calls),
      0,
    );
  };
  const sumOfGateways = () => pids.gateways.reduce((sum, pid) => sum + readCpuTime(pid), 0);
  const measured: OpenStreams[] = [];
  let open = 0;
  for (const count of counts) {
    const before = { scripts: countScripts(), time: readCpuTime(pids.redis) };
    await holder.ask({
      open: count,
      port: balancer.port,
      host: balancer.address,
      request,
    } satisfies HolderTask);
    const scripts = countScripts() - before.scripts;
    const scriptTime = (readCpuTime(pids.redis) - before.time) / scripts;
    await setTimeout(settling);
    const late: Lateness["late"][] = [];
    const cpu: OpenStreams["cpu"] = { gateways: [], balancer: [] };
    while (late.length < rounds) {
      const start = { gateways: sumOfGateways(), balancer: readCpuTime(pids.balancer) };
      const lateness = await holder.ask<Lateness>({ measure: round } satisfies HolderTask);
      late.push(lateness.late);
      cpu.gateways.push((sumOfGateways() - start.gateways) / lateness.events);
      cpu.balancer.push((readCpuTime(pids.balancer) - start.balancer) / lateness.events);
    }
    const memory = pids.gateways.map(readMemory);
    const files = pids.gateways.map((pid) => readdirSync(`/proc/${pid}/fd`).length);
    measured.push({ count, late, cpu, memory, files, scripts: scripts / (count - open), scriptTime });
    open = count;
  }
  holder.stop();
  await setTimeout(settling);
  return measured;
}

async function measureCalls(
  { callers, balancer }: Site,
  { path, headers }: { readonly path: string; readonly headers: CallerTask["headers"] },
  content: object,
  count: number,
): Promise<CallerResult> {
  const caller = callers.startModule(new URL("scaling/caller.ts", import.meta.url));
  const url = `http://${balancer.address}:${balancer.port}${path}`;
  const task: CallerTask = { url, headers, body: JSON.stringify(content), count, atATime: 24 };
  const result = await caller.ask<CallerResult>(task);
  caller.stop();
  return result;
}

function toRows({ count, late, cpu, memory, files, scripts, scriptTime }: OpenStreams): Row[] {
  const open = `${count} open streams`;
  return [
    { name: `${open}, lateness of events, p50`, value: late.map(({ p50 }) => p50), unit: "ms" },
    { name: `${open}, lateness of events, p99`, value: late.map(({ p99 }) => p99), unit: "ms" },
    { name: `${open}, processor time of an event, gateway`, value: cpu.gateways, unit: "µs" },
    { name: `${open}, processor time of an event, HAProxy`, value: cpu.balancer, unit: "µs" },
    { name: `${open}, memory of a gateway, at most`, value: Math.max(...memory), unit: "MB" },
    { name: `${open}, open files of a gateway, at most`, value: Math.max(...files), unit: "" },
    { name: `${open}, open files of a gateway, at least`, value: Math.min(...files), unit: "" },
    { name: `${open}, Redis scripts to open one`, value: scripts, unit: "" },
    { name: `${open}, processor time of a Redis script`, value: scriptTime, unit: "µs" },
  ];
}

/** Returns the megabytes of a process in memory. */
function readMemory(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) / 1024;
}
