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
}

interface LoadGenerator {
  readonly name: string;
  command(load: Load): readonly string[];
  readOutcome(output: string): Outcome;
}

const wrk: LoadGenerator = {
  name: "wrk",
  command({ url, headers, body, seconds }) {
    const options = ["--threads=1", `--connections=${connections}`, `--duration=${seconds}s`];
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
    const { requests, duration, non2xx, errors } = JSON.parse(output);
    return { total: requests.total, failed: non2xx + errors, seconds: duration };
  },
};

/** wrk needs a third of the processor time that autocannon needs for a request, so it keeps up with faster servers. */
const generator = spawnSync("wrk", ["--version"]).error ? autocannon : wrk;

/** The program that sends the requests. */
export const loadGenerator: string = generator.name;

/**
 * Measures how many requests a second a server answers on 16 connections.
 *
 * @param seconds - how long to send requests.
 * @throws Error if an answer is not a success.
 */
export async function measureRequestRate(
  { port, place, call: { path, headers } }: RunningServer,
  body: object,
  seconds: number,
): Promise<number> {
  const url = `http://127.0.0.1:${port}${path}`;
  const command = generator.command({ url, headers, body: JSON.stringify(body), seconds });
  // A server that may use every core leaves no core to the load alone.
  const [file, ...args] = placeCommand(place === "anywhere" ? place : "load", command);
  const { stdout } = await promisify(execFile)(file, args);
  const { total, failed, seconds: duration } = generator.readOutcome(stdout);
  if (failed > 0) throw new Error(`${url} failed ${failed} of ${total} requests.`);
  return total / duration;
}
