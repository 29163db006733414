import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test, vi } from "vitest";
import { runShell } from "../src/shell.ts";

const options = { cwd: tmpdir(), env: process.env, timeout: 30 };

/** Waits until a process has ended, which a signal to it makes happen only soon afterwards. */
async function expectEnded(id: string): Promise<void> {
  expect(id).toMatch(/^\d+$/);
  await vi.waitFor(() => expect(() => process.kill(Number(id), 0)).toThrow("ESRCH"), { timeout: 10_000 });
}

test("lines run in one bash, and stdout is apart from all output", async () => {
  const result = await runShell(["name=Ishmael", 'echo "$name"', "echo whale >&2"], options);
  expect(result.failure).toBeUndefined();
  expect(result.stdout).toBe("Ishmael\n");
  expect(result.output.split("\n").sort()).toEqual(["", "Ishmael", "whale"]);
});

test.each([
  [["false", "echo next"], "exit code 1"],
  [["exit 7", "echo next"], "exit code 7"],
  [["false | true", "echo next"], "exit code 1"],
  [['echo "$NO_SUCH_VARIABLE"', "echo next"], "exit code 1"],
  [["kill -KILL $$", "echo next"], "signal SIGKILL"],
])("%j stops with %s", async (lines, failure) => {
  expect(await runShell(lines, options)).toMatchObject({ failure, stdout: "" });
});

test("a folder that does not exist is a failure", async () => {
  const result = await runShell(["true"], { ...options, cwd: "/no/such/folder" });
  expect(result.failure).toContain("ENOENT");
});

test("a script that takes too long is killed with everything that it started", async () => {
  const result = await runShell(["sleep 1000 & echo $!", "sleep 1000"], { ...options, timeout: 1 });
  expect(result.failure).toBe("it took longer than 1 seconds");
  await expectEnded(result.stdout.trim());
});

test("a process that a script leaves behind is killed", async () => {
  const { failure, stdout } = await runShell(["sleep 1000 & echo $!"], options);
  expect(failure).toBeUndefined();
  await expectEnded(stdout.trim());
});

test("a harness that exits kills what its scripts have started", async () => {
  const folder = mkdtempSync(join(tmpdir(), "shell-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "id");
  const harness = spawn(process.execPath, [
    fileURLToPath(new URL("support/long-script.ts", import.meta.url)),
    file,
  ]);
  const id = await vi.waitFor(
    () => {
      const text = readFileSync(file, "utf8");
      expect(text).toMatch(/^\d+\n$/);
      return text.trim();
    },
    { timeout: 30_000 },
  );
  harness.kill("SIGTERM");
  expect(await once(harness, "exit")).toEqual([143, null]);
  await expectEnded(id);
});
