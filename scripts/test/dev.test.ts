import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { utimes } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);

test.each([
  { args: [], help: "completions-gateway" },
  { args: ["gateway"], help: "completions-gateway" },
  { args: ["mock"], help: "completions-mock" },
])("dev $args passes its other options to $help", async ({ args, help }) => {
  const { stdout } = await run(process.execPath, ["scripts/dev.ts", ...args, "--help"], { cwd: root });
  expect(stdout.split("\n")[0]).toContain(help);
});

test.each(["gateway", "mock"])("dev %s restarts when a package that it uses changes", async (program) => {
  const dev = spawn(process.execPath, ["scripts/dev.ts", program, "--port", "0"], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(dev, "exit");
  // To the watcher a file changes when its time does. A change that comes before the watcher knows the file is missed.
  const source = new URL("../../packages/protocol/src/index.ts", import.meta.url);
  const touch = () => utimes(source, new Date(), new Date());
  let retry: NodeJS.Timeout | undefined;
  let starts = 0;
  for await (const line of createInterface(dev.stdout)) {
    // The greeting; the lines to paste that follow it name the address too.
    if (!/^(?!curl ).*http:/.test(line)) continue;
    starts += 1;
    if (starts === 2) break;
    await touch();
    retry = setInterval(touch, 15_000);
  }
  clearInterval(retry);
  expect(starts).toBe(2);
  dev.kill("SIGTERM");
  await ended;
});
