import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type CallHead, usualCall } from "./servers.ts";

const autocannon = fileURLToPath(import.meta.resolve("autocannon"));
const connections = 16;
const seconds = 2;

/**
 * How many requests a second a server answers on 16 connections.
 *
 * @throws Error where an answer is not a 200.
 */
export async function measureRequestRate(
  port: number,
  body: object,
  { path, headers }: CallHead = usualCall,
): Promise<number> {
  const url = `http://127.0.0.1:${port}${path}`;
  const options = ["--json", "--method=POST", `--connections=${connections}`, `--duration=${seconds}`];
  const headerOptions = Object.entries(headers).flatMap(([name, value]) => ["--headers", `${name}=${value}`]);
  const args = [autocannon, ...options, ...headerOptions, "--body", JSON.stringify(body), url];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const { requests, non2xx, errors } = JSON.parse(stdout);
  if (non2xx + errors > 0) throw new Error(`${url} failed ${non2xx + errors} of ${requests.total} requests.`);
  return requests.average;
}
