import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const turnMeter = new URL("turn-meter.ts", import.meta.url);

/** Starts a process that would run for ever, with the meter. */
function startMeasured() {
  const args = ["--import", fileURLToPath(turnMeter), "--eval", "setInterval(() => {}, 1000)"];
  return spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
}

test("a measured process reports its longest turn, and ends when its parent is gone", async () => {
  const child = startMeasured();
  child.send("longest turn");
  const [longest] = await once(child, "message");
  expect(longest).toEqual(expect.any(Number));
  const exited = once(child, "exit");
  child.disconnect();
  expect(await exited).toEqual([0, null]);
});
