import { executeProgram, RunningProgram } from "@completions-api/testing";
import { expect, test } from "vitest";

const cli = new URL("../../src/cli.ts", import.meta.url);
const signalAt = new URL("signal-at.ts", import.meta.url).href;

/** Runs a gateway that gets a signal at a moment of its start. Its requests would have a minute to finish. */
function run(workers: number, env: NodeJS.ProcessEnv, ...args: string[]) {
  return executeProgram(cli, ["--port", "0", "--workers", String(workers), ...args], {
    nodeOptions: ["--import", signalAt],
    env,
  });
}

test.each([
  ["handler", 1, "as soon as the gateway can receive it"],
  ["fork", 2, "before the workers run any code"],
  ["online", 2, "while the workers load their code"],
  ["delay", 2, "while a dead worker waits for its replacement"],
])("SIGTERM is not lost at %s with %i workers: %s", async (PHASE, workers) => {
  expect(await run(workers, { PHASE, SIGNAL: "SIGTERM" })).toMatchObject({ code: 0, stdout: "" });
});

// All workers may serve before a busy primary handles the signal. Then it has greeted.
const emptyOrGreeting = expect.stringMatching(/^$|^The gateway is running at http:/);

test.each([
  ["message", "while the workers wait for their configuration"],
  ["listening", "when a worker listens"],
])("SIGTERM is not lost at %s with 2 workers: %s", async (PHASE) => {
  const result = await run(2, { PHASE, SIGNAL: "SIGTERM" });
  expect(result).toMatchObject({ code: 0, stdout: emptyOrGreeting });
});

test.each([
  ["online", ""],
  ["message", emptyOrGreeting],
])("SIGINT from a terminal reaches the workers, too, at %s", async (PHASE, stdout) => {
  const result = await run(2, { PHASE, SIGNAL: "SIGINT", SIGNAL_WORKERS: "1" });
  expect(result).toMatchObject({ code: 0, stdout });
});

test.each([
  ["handler", 1],
  ["online", 2],
])("SIGHUP at %s, with %i workers, ends nothing", async (PHASE, workers) => {
  await using gateway = await RunningProgram.start(cli, ["--port", "0", "--workers", String(workers)], {
    nodeOptions: ["--import", signalAt],
    env: { PHASE, SIGNAL: "SIGHUP" },
  });
  expect(await gateway.stop()).toEqual([0, null]);
  expect(gateway.stderr).not.toContain("will be replaced");
  // The configuration may have been read before the signal.
  if (workers === 1) expect(gateway.stderr).toContain("reloaded the configuration");
});

test("SIGTERM is no success of a task that does not serve", async () => {
  const { code } = await run(1, { PHASE: "handler", SIGNAL: "SIGTERM" }, "--make-key", "team");
  expect(code).not.toBe(0);
});
