import { execFile, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { placeCommand } from "./cores.ts";
import type { RunningServer } from "./servers.ts";

const connections = 16;

/** The requests that a load generator sends, one after the other on each connection. */
interface Load {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly seconds: number;
}

/** The counts of a load generator. */
interface Outcome {
  readonly total: number;
  /** Answers that were not a success, and connections that broke. */
  readonly failed: number;
  readonly seconds: number;
  /** The milliseconds within which 99 % of the requests were answered. */
  readonly p99: number;
}

/** The work that a server did for a load. */
export interface Answered {
  /** Requests a second. */
  readonly rate: number;
  /** The seconds that the load took. */
  readonly seconds: number;
  /** The milliseconds within which 99 % of them were answered. */
  readonly p99: number;
}

interface LoadGenerator {
  readonly name: string;
  command(load: Load): readonly string[];
  readOutcome(output: string): Outcome;
}

const wrk: LoadGenerator = {
  name: "wrk",
  command({ url, headers, body, seconds }) {
    const options = [
      "--threads=1",
      "--timeout=10s",
      `--connections=${connections}`,
      `--duration=${seconds}s`,
    ];
    const headerOptions = Object.entries(headers).map(([name, value]) => `--header=${name}: ${value}`);
    const script = fileURLToPath(new URL("wrk.lua", import.meta.url));
    return ["wrk", ...options, ...headerOptions, `--script=${script}`, url, "--", body];
  },
  readOutcome: (output) => JSON.parse(output.slice(output.lastIndexOf("{"))),
};

const autocannon: LoadGenerator = {
  name: "autocannon (wrk is not on the PATH)",
  command({ url, headers, body, seconds }) {
    const file = fileURLToPath(import.meta.resolve("autocannon"));
    const options = ["--json", "--method=POST", `--connections=${connections}`, `--duration=${seconds}`];
    const headerOptions = Object.entries(headers).map(([name, value]) => `--headers=${name}=${value}`);
    return [process.execPath, file, ...options, ...headerOptions, `--body=${body}`, url];
  },
  readOutcome(output) {
    const { requests, duration, non2xx, errors, latency } = JSON.parse(output);
    return { total: requests.total, failed: non2xx + errors, seconds: duration, p99: latency.p99 };
  },
};

/** wrk needs a third of the processor time that autocannon needs for a request, so it keeps up with faster servers. */
const generator = spawnSync("wrk", ["--version"]).error ? autocannon : wrk;

/** The program that sends the requests. */
export const loadGenerator: string = generator.name;

/**
 * Measures how many requests a second a server answers on 16 connections, and how long it takes.
 *
 * @param seconds - how long to send requests.
 * @throws Error if an answer is not a success.
 */
export async function measureRequests(
  { port, place, call: { path, headers } }: RunningServer,
  body: object,
  seconds: number,
): Promise<Answered> {
  const url = `http://127.0.0.1:${port}${path}`;
  const command = generator.command({ url, headers, body: JSON.stringify(body), seconds });
  // A server that may use every core leaves no core to the load alone.
  const [file, ...args] = placeCommand(place === "anywhere" ? place : "load", command);
  const { stdout } = await promisify(execFile)(file, args);
  const { total, failed, seconds: duration, p99 } = generator.readOutcome(stdout);
  if (failed > 0) throw new Error(`${url} failed ${failed} of ${total} requests.`);
  return { rate: total / duration, seconds: duration, p99 };
}

/** Measures only the requests a second. The arguments are those of {@link measureRequests}. */
export async function measureRequestRate(
  server: RunningServer,
  body: object,
  seconds: number,
): Promise<number> {
  const { rate } = await measureRequests(server, body, seconds);
  return rate;
}
