import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openRepository } from "../../src/git/open-repository.ts";
import { ReviewError } from "../../src/review-error.ts";
import { createRepository } from "../create-repository.ts";

test("opens the repository of a subfolder", async () => {
  using repository = createRepository({ "api/spec.yaml": "a" });
  const opened = await openRepository(join(repository.folder, "api"));
  expect(opened).toMatchObject({ root: repository.folder, prefix: "api/" });
});

test("refuses a folder without a repository, and one that does not exist", async () => {
  const folder = mkdtempSync(join(tmpdir(), "review-"));
  await expect(openRepository(folder)).rejects.toThrow(/not in a git repository/);
  await expect(openRepository(join(folder, "none"))).rejects.toThrow(ReviewError);
  rmSync(folder, { recursive: true });
});

test("finds what a branch started from", async () => {
  using repository = createRepository({ "spec.yaml": "1" });
  const start = repository.git("rev-parse", "HEAD");
  repository.git("switch", "--quiet", "--create", "change");
  repository.commit({ "spec.yaml": "2" });
  const opened = await openRepository(repository.folder);
  expect(await opened.defaultBase()).toEqual({ name: "main", commit: start });

  repository.git("switch", "--quiet", "main");
  const later = repository.commit({ other: "3" });
  expect(await opened.defaultBase("change")).toEqual({ name: `main at ${start.slice(0, 9)}`, commit: start });
  // On the default branch, the work tree is reviewed against the last commit.
  expect(await opened.defaultBase()).toEqual({ name: "main", commit: later });
  repository.git("checkout", "--quiet", "--detach", "change");
  expect(await opened.defaultBase()).toMatchObject({ commit: start });
});

test("prefers the default branch of the remote repository", async () => {
  using remote = createRepository({ "spec.yaml": "1" });
  const pushed = remote.git("rev-parse", "HEAD");
  remote.git("branch", "--move", "trunk");
  using repository = createRepository({});
  repository.git("remote", "add", "origin", remote.folder);
  repository.git("fetch", "--quiet", "origin");
  repository.git("remote", "set-head", "origin", "trunk");
  repository.git("reset", "--quiet", "--hard", "origin/trunk");
  repository.commit({ "spec.yaml": "2" });
  const opened = await openRepository(repository.folder);
  expect(await opened.defaultBase()).toEqual({ name: "origin/trunk", commit: pushed });
});

test("says what a shallow clone lacks", async () => {
  using remote = createRepository({ "spec.yaml": "1" });
  const first = remote.git("rev-parse", "HEAD");
  remote.commit({ "spec.yaml": "2" });
  using place = createRepository({});
  place.git("clone", "--quiet", "--depth=1", `file://${remote.folder}`, "clone");
  const opened = await openRepository(join(place.folder, "clone"));
  await expect(opened.revision(first)).rejects.toThrow(/git fetch --unshallow/);
});

test("refuses branches without a common commit, and a repository without a commit", async () => {
  using repository = createRepository({ "spec.yaml": "1" });
  repository.git("switch", "--quiet", "--orphan", "other");
  repository.commit({ "spec.yaml": "2" });
  const opened = await openRepository(repository.folder);
  await expect(opened.defaultBase()).rejects.toThrow(/HEAD and main have no common commit. Name a base/);

  mkdirSync(join(repository.folder, "empty"));
  repository.git("init", "--quiet", "empty");
  const empty = await openRepository(join(repository.folder, "empty"));
  await expect(empty.defaultBase()).rejects.toThrow(/has no commit/);
});

test("refuses a revision that does not exist, or that looks like an option", async () => {
  using repository = createRepository({ "spec.yaml": "1" });
  const opened = await openRepository(repository.folder);
  for (const name of ["none", "--all", "-h", ""]) {
    await expect(opened.revision(name)).rejects.toThrow(/has no revision/);
  }
  expect((await opened.revision("HEAD")).commit).toBe(repository.git("rev-parse", "HEAD"));
});
