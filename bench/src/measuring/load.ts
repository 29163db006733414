import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { placeCommand } from "./cores.ts";
import type { RunningServer } from "./servers.ts";

const autocannon = fileURLToPath(import.meta.resolve("autocannon"));
const connections = 16;

/**
 * Measures with autocannon how many requests a second a server answers on 16 connections.
 *
 * @param seconds - how long to send requests.
 * @throws Error if an answer is not a 200.
 */
export async function measureRequestRate(
  { port, place, call: { path, headers } }: RunningServer,
  body: object,
  seconds: number,
): Promise<number> {
  const url = `http://127.0.0.1:${port}${path}`;
  const options = ["--json", "--method=POST", `--connections=${connections}`, `--duration=${seconds}`];
  const headerOptions = Object.entries(headers).flatMap(([name, value]) => ["--headers", `${name}=${value}`]);
  const args = [autocannon, ...options, ...headerOptions, "--body", JSON.stringify(body), url];
  // A server that may use every core leaves no core to the load alone.
  const [file, ...rest] = placeCommand(place === "anywhere" ? place : "load", [process.execPath, ...args]);
  const { stdout } = await promisify(execFile)(file, rest);
  const { requests, duration, non2xx, errors } = JSON.parse(stdout);
  if (non2xx + errors > 0) throw new Error(`${url} failed ${non2xx + errors} of ${requests.total} requests.`);
  return requests.total / duration;
}
