// Plain JavaScript: before the first installation the only Node is the machine's, from 18 on, which may not read TypeScript.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import "./stop-with-npx.js";

/** Milliseconds before a command that still runs is announced. */
const ANNOUNCE_AFTER = 400;

/**
 * Runs a command and hides its output. If it takes a while, one line on stderr says so, such as "Building…"; on a terminal the
 * line counts the seconds and disappears afterwards. If the command fails, everything that it printed goes to stderr.
 *
 * @param {string} label - what the command does, such as "Building"
 * @param {string} command
 * @param {string[]} options
 * @returns {Promise<number>} the exit code for this process: 0, 2 if the command failed, 128 + n if signal n stopped it
 */
export async function runQuietly(label, command, options) {
  const child = spawn(command, options, {
    stdio: ["ignore", "pipe", "pipe"],
    // Windows starts `.cmd` files, such as those in node_modules/.bin, through a shell only.
    shell: process.platform === "win32",
    env: { ...process.env, DO_NOT_TRACK: "1" },
  });
  const output = [];
  child.stdout.on("data", (data) => output.push(data));
  child.stderr.on("data", (data) => output.push(data));

  let stoppedBy;
  const stop = (signal) => {
    stoppedBy = signal;
    child.kill(signal);
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);

  const { isTTY } = process.stderr;
  const start = Date.now();
  let timer = setTimeout(() => {
    process.stderr.write(isTTY ? `${label}…` : `${label}…\n`);
    if (!isTTY) return;
    timer = setInterval(() => {
      process.stderr.write(`\r${label}… ${Math.round((Date.now() - start) / 1000)} s`);
    }, 1000);
  }, ANNOUNCE_AFTER);
  const result = await new Promise((resolve) => {
    child.once("error", resolve);
    child.once("close", resolve);
  });
  clearTimeout(timer);
  process.off("SIGINT", stop).off("SIGTERM", stop);
  // Erases the line of progress.
  if (isTTY) process.stderr.write("\r\x1b[K");

  if (stoppedBy !== undefined) return 128 + constants.signals[stoppedBy];
  if (result === 0) return 0;
  process.stderr.write(Buffer.concat(output));
  const reason = result instanceof Error ? result.message : `${command} exited with code ${result}.`;
  process.stderr.write(`${label} failed: ${reason}\n`);
  return 2;
}
