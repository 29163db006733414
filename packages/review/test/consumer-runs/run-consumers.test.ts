import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { runConsumers } from "../../src/consumers/run-consumers.ts";
import { openRepository } from "../../src/git/open-repository.ts";
import type { TrackStep } from "../../src/track-step.ts";
import { createRepository } from "../create-repository.ts";

const root = fileURLToPath(new URL("../../../..", import.meta.url));

// The kind that starts both mocks. The client's tests take a minute of a core, and go through the same code.
const kinds = ["contract cases"];

test("names the contract case that the head's mock breaks, and cleans up", { timeout: 300_000 }, async () => {
  const repository = await openRepository(cloneRepository());
  const base = await repository.revision("HEAD");
  const schema = "spec/components/schemas/CreateCompletionRequest.yaml";
  const before = (await base.read(schema)) ?? "";
  const after = before.replace(/(?<=^ {2}temperature:\n(?: {4}.*\n)* {4}maximum: )2$/m, "1");
  expect(after).not.toBe(before);
  writeFileSync(join(repository.root, schema), after);
  const steps: string[] = [];

  const trackStep: TrackStep = (step, work) => {
    steps.push(step);
    return work;
  };
  const runs = await runConsumers(repository, base, repository.worktree(), trackStep, kinds);

  const run = { tests: "contract cases", passed: expect.any(Number) };
  // The cases that ask for a temperature above 1, and the one that the head generates for its lower bound.
  const askForMore = ["example-temperature-out-of-range", "seed-repeats", "stream-of-tokens-equals-json"];
  const expected = [...askForMore, "temperature-bounds"];
  expect(runs).toEqual([
    { ...run, testsOf: "base", against: "the head's mock", failed: expect.arrayContaining(expected) },
    { ...run, testsOf: "head", against: "the base's mock", failed: ["negative-temperature-maximum"] },
  ]);
  expect(runs[0]).toHaveProperty("failed.length", expected.length);
  expect(steps.at(-1)).toBe("Running the contract cases");
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith("spec-review-"))).toEqual([]);
});

test("runs nothing in a repository without such packages", async () => {
  using repository = createRepository({ "spec/openapi.yaml": "" });
  const opened = await openRepository(repository.folder);
  const runs = await runConsumers(
    opened,
    await opened.revision("HEAD"),
    opened.worktree(),
    (_, work) => work,
  );
  expect(runs).toEqual([]);
});

test("says why nothing ran if the dependencies differ", async () => {
  const files = ["packages/client/package.json", "packages/contract/src/cli.ts", "packages/mock/src/cli.ts"];
  using repository = createRepository(Object.fromEntries(files.map((file) => [file, ""])));
  const opened = await openRepository(repository.folder);
  repository.write({ "pnpm-lock.yaml": "other" });
  const runs = await runConsumers(
    opened,
    await opened.revision("HEAD"),
    opened.worktree(),
    (_, work) => work,
  );
  expect(runs).toHaveLength(6);
  expect(runs[0]?.skipped).toContain("pnpm-lock.yaml differs");
});

test("removes its folders when it is interrupted", () => {
  const folder = mkdtempSync(join(tmpdir(), "review-cleanup-"));
  const module = new URL("../../src/consumers/run-cleanup.ts", import.meta.url).href;
  const code = `import { createCleanup } from ${JSON.stringify(module)};
    createCleanup().addFolder(${JSON.stringify(folder)});
    process.kill(process.pid, "SIGINT");
    setTimeout(() => {}, 10_000);`;
  const run = () =>
    execFileSync(process.execPath, ["--input-type=module", "--eval", code], { stdio: "pipe" });
  expect(run).toThrow(expect.objectContaining({ signal: "SIGINT" }));
  expect(existsSync(folder)).toBe(false);
});

/** Clones this repository, with the dependencies that are installed here. */
function cloneRepository(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "review-clone-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  execFileSync("git", ["clone", "--quiet", root, folder]);
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  for (const workspace of [
    "spec",
    ...readdirSync(join(root, "packages")).map((name) => `packages/${name}`),
  ]) {
    const from = join(root, workspace, "node_modules");
    const to = join(folder, workspace, "node_modules");
    if (existsSync(from)) cpSync(from, to, { recursive: true, verbatimSymlinks: true });
  }
  return folder;
}
