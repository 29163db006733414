import { RunningProgram } from "@completions-api/testing";
import { expect, test } from "vitest";
import { waitForLog } from "../support/program-log.ts";

const program = new URL("unruly-workers.ts", import.meta.url);

// A test starts several processes, which takes long on a busy machine.
const patience = { timeout: 180_000 };

test(
  "a worker that cannot change over, or release what it has prepared, obeys the next reload",
  patience,
  async () => {
    await using gateway = await RunningProgram.start(program, ["first", "uncommitted", "unreleased", "last"]);
    await waitForLog(gateway, "serving", 2);
    gateway.child.kill("SIGHUP");
    const [incomplete] = await waitForLog(gateway, "cannot reload the configuration in every worker", 1);
    expect(incomplete).toMatchObject({ err: { message: expect.stringContaining("It cannot commit.") } });

    gateway.child.kill("SIGHUP");
    const [failed] = await waitForLog(
      gateway,
      "cannot reload the configuration: the earlier one stays in use",
      1,
    );
    expect(failed).toMatchObject({ err: { message: expect.stringContaining("It cannot prepare.") } });
    const [kept] = await waitForLog(gateway, "cannot release a configuration that was not served", 1);
    expect(kept).toMatchObject({ err: { message: "It cannot release it." } });

    gateway.child.kill("SIGHUP");
    await waitForLog(gateway, "reloaded the configuration", 1);
  },
);

test("a worker that starts while a reload is decided serves what is decided", patience, async () => {
  await using gateway = await RunningProgram.start(program, ["first", "awaited"]);
  const [one] = await waitForLog(gateway, "serving", 2);
  // A process that is killed loses what it has not written yet.
  await waitForLog(gateway, "starting", 2);
  process.kill(Number(one?.pid), "SIGKILL");
  await waitForLog(gateway, "a worker died and will be replaced", 1);
  gateway.child.kill("SIGHUP");
  await waitForLog(gateway, "reloaded the configuration", 1);
  const started = await waitForLog(gateway, "starting", 3);
  expect(started.map(({ serves }) => serves)).toEqual([["first"], ["first"], ["awaited"]]);
});
