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

test.each([
  ["at once", () => Promise.resolve()],
  // Beyond what the pipe holds, so that lines wait while the gateway stops.
  [
    "only after the gateway has stopped serving",
    async ({ child, url }: RunningProgram) => {
      child.kill("SIGTERM");
      await expect.poll(() => fetch(url).then(String, (error) => error.cause.code)).toBe("ECONNREFUSED");
    },
  ],
])("writes all lines, in their order, before it exits, though they are read %s", async (_when, wait) => {
  await using gateway = await start();
  const paths = Array.from({ length: 300 }, (_, index) => `/${index}/${"x".repeat(2000)}`);
  gateway.child.stderr?.pause();
  for (const path of paths) await (await fetch(gateway.url + path)).text();
  await wait(gateway);
  gateway.child.stderr?.resume();
  await gateway.stop();
  const entries = gateway.stderr
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(entries.map(({ path, msg }) => path ?? msg)).toEqual([
    ...paths,
    "draining: open requests may finish",
  ]);
});
