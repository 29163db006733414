import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { RunningProgram } from "@completions-api/testing";
import { expect, onTestFinished, test } from "vitest";

const cli = new URL("../src/cli.ts", import.meta.url);

test.each(["SIGINT", "SIGHUP"] as const)(
  "%s stops the mock with exit code 0, even if it comes twice",
  async (signal) => {
    await using mock = await RunningProgram.start(cli, ["--port", "0"]);
    mock.child.kill(signal);
    expect(await mock.stop(signal)).toEqual([0, null]);
    expect(mock.stderr).toBe("");
  },
);

const command = `"$NODE" --conditions=@completions-api/source "$CLI" --port 0; exit`;

test.for<[what: string, script: string, signal: NodeJS.Signals]>([
  ["the shell that npx runs it in", command, "SIGTERM"],
  ["the npx that runs that shell", 'sh -c "$COMMAND"; exit', "SIGKILL"],
])("the mock ends with %s", async ([, script, signal], { skip }) => {
  if (signal === "SIGKILL" && !existsSync("/proc/self/status")) skip("This system has no /proc.");
  const env = {
    NODE: process.execPath,
    CLI: fileURLToPath(cli),
    COMMAND: command,
    npm_lifecycle_event: "npx",
  };
  const parent = spawn("sh", ["-c", script], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "ignore"],
    detached: true,
  });
  // If the test fails, the mock is still there.
  onTestFinished(() => {
    if (!parent.stdout.closed) process.kill(-Number(parent.pid), "SIGKILL");
  });
  const [greeting] = await once(parent.stdout, "data");
  const [url = ""] = /http:\/\/[\d.]+:\d+/.exec(String(greeting)) ?? [];
  parent.kill(signal);
  // The mock has inherited the pipe, so this event waits for it, too.
  await once(parent.stdout, "close");
  await expect(fetch(url)).rejects.toThrow("fetch failed");
});
