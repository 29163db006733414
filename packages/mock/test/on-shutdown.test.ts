import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { RunningProgram } from "@completions-api/testing";
import { expect, test } from "vitest";

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

test("the mock ends with the shell that npx runs it in", async ({ onTestFinished }) => {
  const command = `"$NODE" --conditions=@completions-api/source "$CLI" --port 0; exit`;
  const shell = spawn("sh", ["-c", command], {
    env: { ...process.env, NODE: process.execPath, CLI: fileURLToPath(cli), npm_lifecycle_event: "npx" },
    stdio: ["ignore", "pipe", "ignore"],
    detached: true,
  });
  // If the test fails, the mock is still there.
  onTestFinished(() => {
    if (!shell.stdout.closed) process.kill(-Number(shell.pid), "SIGKILL");
  });
  const [greeting] = await once(shell.stdout, "data");
  const [url = ""] = /http:\/\/[\d.]+:\d+/.exec(String(greeting)) ?? [];
  shell.kill("SIGTERM");
  // The mock has inherited the pipe, so this event waits for it, too.
  await once(shell.stdout, "close");
  await expect(fetch(url)).rejects.toThrow("fetch failed");
});
