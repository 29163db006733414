import { readFileSync } from "node:fs";

/** Milliseconds between two looks at the processes above this one. */
const interval = 250;

/**
 * Calls `stop` once when the process is told to end: by Ctrl-C, SIGTERM or SIGHUP, or by the end of the npx that started it.
 * Then exits with `process.exitCode`, which is 0 unless `stop` sets it.
 */
export function onShutdown(stop: () => Promise<void>): void {
  let isStopping = false;
  const shutDown = async () => {
    // npm passes on the signal of a Ctrl-C, which the terminal has sent to this process as well.
    if (isStopping) return;
    isStopping = true;
    await stop();
    process.exit();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, shutDown);
  if (process.env.npm_lifecycle_event === "npx") onNpxExit(shutDown);
}

/**
 * Calls `end` once npx has ended, or the shell in which npx runs the command. A signal to npx reaches that shell at most, and
 * SIGKILL only npx itself.
 */
function onNpxExit(end: () => void): void {
  const shell = process.ppid;
  const npx = readParent(shell);
  const timer = setInterval(() => {
    if (process.ppid === shell && [npx, undefined].includes(readParent(shell))) return;
    clearInterval(timer);
    end();
  }, interval);
  timer.unref();
}

/** Returns the id of a process's parent as text, or undefined if the system does not show it. */
function readParent(id: number): string | undefined {
  try {
    return /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${id}/status`, "utf8"))?.[1];
  } catch {
    // Only Linux has this file.
    return undefined;
  }
}
