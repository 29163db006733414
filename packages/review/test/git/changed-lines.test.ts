import { expect, test } from "vitest";
import { openRepository } from "../../src/git/open-repository.ts";
import { createRepository } from "../create-repository.ts";

const lines = (...texts: readonly string[]) => `${texts.join("\n")}\n`;

test("finds the lines that are new or different", async () => {
  using repository = createRepository({ "a.yaml": lines("1", "2", "3", "4", "5") });
  repository.commit({ "a.yaml": lines("1", "two", "3", "4", "and", "so on", "5"), "b.yaml": "x\ny" });
  const opened = await openRepository(repository.folder);
  const [base, head] = [await opened.revision("HEAD~1"), await opened.revision("HEAD")];
  expect([...(await opened.changedLines(base, head, "a.yaml"))]).toEqual([2, 5, 6]);
  expect([...(await opened.changedLines(base, head, "b.yaml"))]).toEqual([1, 2]);
  expect([...(await opened.changedLines(base, head, "none"))]).toEqual([]);
  repository.write({ "a.yaml": lines("0", "1", "2", "3", "4", "5") });
  expect([...(await opened.changedLines(base, opened.worktree(), "a.yaml"))]).toEqual([1]);
});

test("takes other line ends for no change", async () => {
  using repository = createRepository({ "a.yaml": lines("1", "2", "3") });
  repository.write({ "a.yaml": "1\r\nzwei\r\n3\r\n" });
  const opened = await openRepository(repository.folder);
  const changed = await opened.changedLines(await opened.revision("HEAD"), opened.worktree(), "a.yaml");
  expect([...changed]).toEqual([2]);
});

test("follows a renamed file: moved without git, with it, and in a commit", async () => {
  const texts = ["openapi: 3.1.0", "info:", "  title: A", "  version: '1'", "paths: {}"];
  using repository = createRepository({ "old name.yaml": lines(...texts) });
  const opened = await openRepository(repository.folder);
  const base = await opened.revision("HEAD");
  repository.write({ "old name.yaml": undefined, "api/new name.yaml": lines(...texts, "x-new: 1") });
  const find = async (head: typeof base) => [
    await opened.previousPath(base, head, "api/new name.yaml"),
    ...(await opened.changedLines(base, head, "api/new name.yaml")),
  ];
  expect(await find(opened.worktree())).toEqual(["old name.yaml", 6]);
  expect(repository.git("status", "--short", "--untracked-files=all")).toContain('?? "api/new name.yaml"');
  repository.git("add", "--all");
  expect(await find(opened.worktree())).toEqual(["old name.yaml", 6]);
  repository.commit({ "unrelated.yaml": "text" });
  const head = await opened.revision("HEAD");
  expect(await find(head)).toEqual(["old name.yaml", 6]);
  expect(await opened.previousPath(base, head, "unrelated.yaml")).toBeUndefined();
});
