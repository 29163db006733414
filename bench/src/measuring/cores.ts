/**
 * Pins processes to cores. Without this, the helper threads of V8 (garbage collection, compilation) run on a second core while
 * the load generator waits, and a server looks faster than it is on the one core that it is given in production.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * The cores for a process:
 *
 * - `measured`: the one core of whatever is measured, V8's helper threads included.
 * - `main-thread`: the same core for the main thread only. The helper threads may use every core.
 * - `load`: the others, for whatever sends and answers requests.
 * - `anywhere`: all of them.
 */
export type Place = "measured" | "main-thread" | "load" | "anywhere";

/** Lists of cores, in the notation of `taskset --cpu-list`. */
type Cores = Readonly<Record<Exclude<Place, "main-thread">, string>>;

/** The reason why nothing is pinned, or the cores. */
let pinning: string | Cores = "the bench has not started";

/**
 * Pins this process, and every process that it starts from now on, to the cores for the load. {@link placeCommand} moves
 * whatever is measured to its own core.
 */
export function pinLoad(): void {
  const allowed = readAllowedCores();
  const measured = allowed.pop();
  const load = allowed.join(",");
  if (load === "") {
    pinning = "that needs Linux and two cores";
    return;
  }
  try {
    execFileSync("taskset", ["-a", "-c", "-p", load, String(process.pid)], { stdio: "ignore" });
    pinning = { measured: `${measured}`, load, anywhere: `${load},${measured}` };
  } catch {
    pinning = "taskset is missing or failed";
  }
}

/** Describes in a sentence which process runs on which core. */
export function describePinning(): string {
  if (typeof pinning === "string") return `Not pinned (${pinning}): all processes share all cores.`;
  const { measured, load } = pinning;
  return `Pinned: each server has core ${measured}; the load generator and the upstream have core ${load}.`;
}

/** Prefixes a command with `taskset`, unless nothing is pinned. For `main-thread`, {@link pinMainThread} does the rest. */
export function placeCommand(place: Place, command: readonly string[]): readonly [string, ...string[]] {
  const [file = "", ...args] = command;
  if (typeof pinning === "string") return [file, ...args];
  return ["taskset", "-c", pinning[place === "main-thread" ? "anywhere" : place], file, ...args];
}

/** Pins the main thread of a running process to the measured core, unless nothing is pinned. Threads that it has stay free. */
export function pinMainThread(process: number): void {
  if (typeof pinning === "string") return;
  execFileSync("taskset", ["-c", "-p", pinning.measured, String(process)], { stdio: "ignore" });
}

/** Lists the cores that this process may use, which in a container are not all. Empty where the system does not say. */
function readAllowedCores(): number[] {
  let status: string;
  try {
    status = readFileSync("/proc/self/status", "utf8");
  } catch {
    return [];
  }
  const ranges = /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1] ?? "";
  return ranges.split(",").flatMap((range) => {
    const [first = Number.NaN, last = first] = range.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}
