import { expect, test } from "vitest";
import { loadDocument } from "../../src/document/load-document.ts";
import type { VersionStep } from "../../src/model/review.ts";
import { blocksMerge, checkVersions } from "../../src/versions/check-versions.ts";
import { createTree } from "../create-tree.ts";

async function check(
  versions: readonly [string, string],
  needed: VersionStep,
  files: Readonly<Record<string, string>> = {},
  added: Readonly<Record<string, string>> = {},
) {
  const load = async (version: string, all: Readonly<Record<string, string>>) => {
    const spec = JSON.stringify({ openapi: "3.1.0", info: { title: "Test", version }, paths: {} });
    const tree = createTree({ ...all, "api/spec.json": spec });
    return { tree, document: await loadDocument(tree, "api/spec.json") };
  };
  const [base, head] = [await load(versions[0], files), await load(versions[1], { ...files, ...added })];
  return checkVersions(base, head, needed);
}

test.each<[string, string, VersionStep, boolean]>([
  ["1.2.3", "2.0.0", "major", true],
  ["1.2.3", "1.3.0", "major", false],
  ["1.2.3", "1.3.0", "minor", true],
  ["1.2.3", "1.2.4", "minor", false],
  ["1.2.3", "1.2.3", "patch", false],
  ["1.2.3", "1.1.9", "patch", false],
  ["1.2.3", "0.9.9", "major", false],
  ["0.2.3", "0.3.0", "major", true],
  ["0.2.3", "0.2.4", "major", false],
  ["0.2.3", "0.2.4", "minor", true],
  ["2.0.0-beta.1", "2.0.0-beta.2", "major", true],
  ["2024-04-01-preview", "2024-04-01-preview", "major", false],
  ["2024-04-01-preview", "2024-04-01", "major", false],
  ["2024-04-01-preview", "2024-10-01-preview", "major", true],
  ["2024-04-01-preview", "2024-03-01", "major", false],
  ["2024-04-01-preview", "2024-04-01-preview", "minor", true],
  ["one", "one", "major", false],
  ["one", "two", "major", true],
])("info.version from %s to %s for a %s change: %s", async (before, after, needed, isEnough) => {
  const [result] = await check([before, after], needed);
  expect(result).toMatchObject({ subject: "info.version", isEnough });
});

test("says what a version lacks", async () => {
  const [semantic] = await check(["0.2.0", "0.2.1"], "major");
  expect(semantic?.sentence).toBe(
    "`info.version` goes from 0.2.0 to 0.2.1, but the change needs a new minor version.",
  );
  const [date] = await check(["2024-04-01-preview", "2024-04-01-preview"], "major");
  expect(date?.sentence).toBe(
    "`info.version` stays 2024-04-01-preview, but a breaking change needs a date after 2024-04-01.",
  );
  expect(date && blocksMerge(date)).toBe(false);
  expect(await check(["1.0.0", "1.0.0"], "none")).toEqual([]);
});

const changeset = (step: string, name = "@a/spec") => `---\n"${name}": ${step}\n---\n\nA change.\n`;

const workspace = (version: string, fixed: readonly (readonly string[])[] = []) => ({
  "package.json": JSON.stringify({ name: "root", private: true }),
  "api/package.json": JSON.stringify({ name: "@a/spec", version }),
  ".changeset/config.json": JSON.stringify({ fixed }),
  ".changeset/README.md": "Text.",
  ".changeset/old.md": changeset("major"),
});

test.each<[string, VersionStep, Record<string, string>, boolean, string]>([
  ["1.0.0", "minor", {}, false, "No changeset for @a/spec was added, but the change needs a minor one."],
  [
    "1.0.0",
    "major",
    { x: changeset("minor") },
    false,
    "`.changeset/x.md` is a minor changeset, but the change needs a major one for @a/spec.",
  ],
  [
    "1.0.0",
    "major",
    { x: changeset("minor"), y: changeset("major") },
    true,
    "`.changeset/y.md` is a major changeset, which is enough.",
  ],
  [
    "0.4.0",
    "major",
    { x: changeset("patch") },
    false,
    "`.changeset/x.md` is a patch changeset, but the change needs a minor one for @a/spec.",
  ],
  [
    "0.4.0",
    "major",
    { x: changeset("minor") },
    true,
    "`.changeset/x.md` is a minor changeset, which is enough.",
  ],
  [
    "0.4.0",
    "minor",
    { x: changeset("patch") },
    true,
    "`.changeset/x.md` is a patch changeset, which is enough.",
  ],
  [
    "1.0.0",
    "patch",
    { x: changeset("major", "@a/other") },
    false,
    "No changeset for @a/spec was added, but the change needs a patch one.",
  ],
  [
    "1.0.0",
    "patch",
    { old: changeset("patch") },
    true,
    "`.changeset/old.md` is a patch changeset, which is enough.",
  ],
  ["1.0.0", "patch", { x: "no changeset" }, false, "`.changeset/x.md` is not a changeset."],
  ["1.0.0", "patch", { x: changeset("huge") }, false, "`.changeset/x.md` is not a changeset."],
])("at %s a %s change with the changesets %j", async (version, needed, texts, isEnough, sentence) => {
  const added = Object.entries(texts).map(([name, text]) => [`.changeset/${name}.md`, text]);
  const [, result] = await check(["1", "1"], needed, workspace(version), Object.fromEntries(added));
  expect(result).toMatchObject({ isEnough, sentence });
  expect(result && blocksMerge(result)).toBe(!isEnough);
});

test("counts packages that always have the version of the spec's package", async () => {
  const files = workspace("1.0.0", [["@b/*"], ["@a/*", "tool"]]);
  const isEnough = async (name: string) =>
    (await check(["1", "1"], "minor", files, { ".changeset/x.md": changeset("minor", name) }))[1]?.isEnough;
  expect(await isEnough("@a/client")).toBe(true);
  expect(await isEnough("tool")).toBe(true);
  expect(await isEnough("@b/client")).toBe(false);
});

test("does not ask for changesets where nobody uses them", async () => {
  expect(await check(["1.0.0", "2.0.0"], "major")).toHaveLength(1);
});
