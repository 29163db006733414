import { RunningProgram } from "@completions-api/testing";
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

test("writes the rest of the log at exit", async () => {
  await using gateway = await start();
  for (let request = 0; request < 300; request += 1) await fetch(`${gateway.url}/nowhere`);
  await gateway.stop();
  const lines = gateway.stderr.trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual([
    ...Array.from({ length: 300 }, () => "request"),
    "draining: open requests may finish",
  ]);
});
