import { once } from "node:events";
import { openConnection, RunningProgram } from "@completions-api/testing";
import { expect, test } from "vitest";

const cli = new URL("../../src/cli.ts", import.meta.url);
const start = () => RunningProgram.start(cli, ["--port", "0"]);

test.each([
  ["at its exit", 0],
  ["while it serves", 300],
])("serves and stops though its log is closed, which it notices %s", async (_when, requests) => {
  await using gateway = await start();
  gateway.child.stderr?.destroy();
  // Each request logs a line; together they exceed the buffer of the log.
  for (let request = 0; request < requests; request += 1) {
    expect((await fetch(`${gateway.url}/nowhere`)).status).toBe(404);
  }
  expect(await gateway.stop()).toEqual([0, null]);
});

test.each([
  ["while the gateway stops", async () => {}],
  // By then, the pipe is full.
  ["only after the gateway has stopped listening", untilNotListening],
])("writes all lines, in their order, before it exits, though they are read %s", async (_when, wait) => {
  await using gateway = await start();
  const { stderr } = gateway.child;
  const paths = Array.from({ length: 300 }, (_, index) => `/${index}/${"x".repeat(2000)}`);
  stderr?.pause();
  for (const path of paths) await (await fetch(gateway.url + path)).text();
  gateway.child.kill("SIGTERM");
  await wait(gateway);
  stderr?.resume();
  expect(await gateway.ended).toEqual([0, null]);
  const entries = gateway.stderr
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(entries.map(({ path, msg }) => path ?? msg)).toEqual([
    ...paths,
    "draining: open requests may finish",
  ]);
});

/** Waits until a gateway refuses connections. No requests, because these would be in the log. */
async function untilNotListening({ url }: RunningProgram): Promise<void> {
  for (;;) {
    try {
      (await openConnection({ url })).destroy();
    } catch {
      return;
    }
  }
}

test("ends though nobody reads the log, which is full", async () => {
  await using gateway = await start();
  gateway.child.stderr?.pause();
  for (let request = 0; request < 300; request += 1)
    await (await fetch(`${gateway.url}/${"x".repeat(2000)}`, { headers: { connection: "close" } })).text();
  const exited = once(gateway.child, "exit");
  gateway.child.kill("SIGTERM");
  expect(await exited).toEqual([0, null]);
});
