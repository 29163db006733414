import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Consumer } from "../src/consumer.ts";
import { runConsumer } from "../src/run-consumer.ts";
import { consumer as sample } from "./support/consumer.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "run-consumer-"));
  mkdirSync(join(folder, "sample"));
  writeFileSync(join(folder, "sample/program"), "echo ok tokens; echo ok stream");
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const said: string[] = [];
function run(change: Partial<Consumer>) {
  const consumer = { ...sample, folder: join(folder, "sample"), checks: ["tokens", "stream"], ...change };
  said.length = 0;
  return runConsumer(consumer, {
    servers: { BASE_URL: "http://127.0.0.1:1" },
    cacheFolder: join(folder, "cache"),
    say: (line) => said.push(line),
  });
}

test("every step runs in one copy of the folder, and the program reports its checks", async () => {
  const result = await run({
    generate: ["echo generated > client"],
    compile: ["grep generated client"],
    run: "bash program",
  });
  expect(result).toEqual({
    outcomes: new Map([
      ["generates", "ok"],
      ["compiles", "ok"],
      ["tokens", "ok"],
      ["stream", "ok"],
    ]),
  });
  expect(said).toEqual(["generate…", "compile…", "run…"]);
  expect(existsSync(join(folder, "sample/client"))).toBe(false);
});

test("nothing runs after a step that fails", async () => {
  const result = await run({ generate: ["echo The spec is odd. >&2", "exit 3"] });
  expect(result).toEqual({
    outcomes: new Map<string, unknown>([
      ["generates", { no: "exit code 3\n    The spec is odd." }],
      ["compiles", "not run"],
      ["tokens", "not run"],
      ["stream", "not run"],
    ]),
  });
});

test("the shell lines know the spec, the version, the cache and the mock", async () => {
  const lines = ['test -n "$SPEC" -a "$VERSION" = 1.0.0 -a "$BASE_URL" = http://127.0.0.1:1', 'cd "$CACHE"'];
  const result = await run({ generate: lines, run: "bash program" });
  expect("outcomes" in result && result.outcomes.get("generates")).toBe("ok");
});

test("a consumer is installed once for each version and for each change of its lines", async () => {
  const log = join(folder, "log");
  const install = [`echo "$VERSION" >> ${log}`];
  await run({ install });
  await run({ install });
  await run({ install, version: "2.0.0" });
  await run({ install: [...install, "true"], version: "2.0.0" });
  expect(readFileSync(log, "utf8")).toBe("1.0.0\n2.0.0\n2.0.0\n");
});

test("a failed installation is an error, and is tried again", async () => {
  const install = ['echo There is no network.; test -e "$CACHE/../network"'];
  await expect(run({ install })).rejects.toThrow(
    "The installation failed: exit code 1\n    There is no network.",
  );
  writeFileSync(join(folder, "cache/network"), "");
  expect(await run({ install })).toHaveProperty("outcomes");
});

test("a consumer is skipped if this machine lacks a command that it needs", async () => {
  expect(await run({ needs: ["bash", "no-such-command"] })).toEqual({
    skipped: "`no-such-command` is not on the PATH.",
  });
});

test("a consumer that takes too long for CI is skipped there", async () => {
  vi.stubEnv("CI", undefined);
  expect(await run({ skippedInCi: "It is slow." })).toHaveProperty("outcomes");
  vi.stubEnv("CI", "true");
  expect(await run({ skippedInCi: "It is slow." })).toEqual({ skipped: "It is slow." });
});
