import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openRepository } from "../../src/git/open-repository.ts";
import { createRepository } from "../create-repository.ts";

test("reads the files of a commit and of the work tree", async () => {
  using repository = createRepository({
    "a b/ü.yaml": "old\r\n",
    "a b/[1].yaml": "one",
    "-x": "dash",
    empty: "",
  });
  repository.write({ "a b/ü.yaml": "new", "-x": undefined, untracked: "" });
  const opened = await openRepository(repository.folder);
  const commit = await opened.revision("main");
  const paths = ["a b/ü.yaml", "a b/[1].yaml", "-x", "empty", "none", "a b", "empty/none", "a\nb"];
  const readAll = (tree: typeof commit) => Promise.all(paths.map((path) => tree.read(path)));
  const nothing = [undefined, undefined, undefined, undefined];
  expect(await readAll(commit)).toEqual(["old\r\n", "one", "dash", "", ...nothing]);
  expect(await readAll(opened.worktree())).toEqual(["new", "one", undefined, "", ...nothing]);
  expect(await commit.list()).toEqual(["-x", "a b/[1].yaml", "a b/ü.yaml", "empty"]);
  expect(await commit.list("a b")).toEqual(["a b/[1].yaml", "a b/ü.yaml"]);
  // Names are not patterns.
  expect(await opened.worktree().list("*")).toEqual([]);
  expect(await opened.worktree().list()).toEqual(["a b/[1].yaml", "a b/ü.yaml", "empty", "untracked"]);
});

test("follows symbolic links, but not out of the repository", async () => {
  using repository = createRepository({ "real.yaml": "text" });
  for (const [link, target] of [
    ["link.yaml", "real.yaml"],
    ["outside.yaml", "/etc/hostname"],
    ["broken.yaml", "none"],
  ] as const) {
    symlinkSync(target, join(repository.folder, link));
  }
  repository.commit({});
  const opened = await openRepository(repository.folder);
  for (const tree of [await opened.revision("HEAD"), opened.worktree()]) {
    expect(await tree.read("link.yaml")).toBe("text");
    expect(await tree.read("broken.yaml")).toBeUndefined();
    await expect(tree.read("outside.yaml")).rejects.toThrow(/symbolic link to \/etc\/hostname/);
  }
});

test("says that a file is in a submodule", async () => {
  using other = createRepository({ "spec.yaml": "1" });
  using repository = createRepository({});
  repository.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", other.folder, "sub/api");
  repository.commit({});
  const opened = await openRepository(repository.folder);
  const tree = await opened.revision("HEAD");
  await expect(tree.read("sub/api/spec.yaml")).rejects.toThrow("Run the review in sub/api.");
  const submodule = await openRepository(join(repository.folder, "sub/api"));
  expect(await (await submodule.revision("HEAD")).read("spec.yaml")).toBe("1");
});

test("refuses a file that is not UTF-8", async () => {
  using repository = createRepository({});
  repository.write({ bytes: new Uint8Array([0xff]) });
  const opened = await openRepository(repository.folder);
  await expect(opened.worktree().read("bytes")).rejects.toThrow("bytes is not UTF-8.");
});
