import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { findUnsafe } from "./workflow-safety.ts";

const commit = "3d3c42e5aac5ba805825da76410c181273ba90b1";

/** Checks a workflow with one job. */
function check(steps: readonly object[], permissions: object = {}): string[] {
  return findUnsafe(JSON.stringify({ jobs: { publish: { permissions, steps } } }), "pnpm@12.21.0");
}

test("accepts pinned actions and the repository's pnpm", () => {
  const steps = [
    { uses: `actions/checkout@${commit}` },
    { uses: "./action" },
    { run: "npm install --global pnpm@12.21.0 && pnpm install" },
  ];
  expect(check(steps)).toEqual([]);
});

test.each(["actions/checkout@v7", "actions/checkout@main", `actions/checkout@${commit.slice(1)}`])(
  "finds %s, which can change",
  (uses) => expect(check([{ uses }])).toEqual([`publish: ${uses} is not pinned to a commit`]),
);

test("finds another pnpm", () => {
  const problem = "publish: installs pnpm@12, not pnpm@12.21.0";
  expect(check([{ run: "npm install --global pnpm@12" }])).toEqual([problem]);
});

test("finds code that runs where npm trusts the job", () => {
  const steps = [
    { uses: `actions/checkout@${commit}` },
    { run: "pnpm build" },
    { run: "npm ci" },
    { run: "npm publish ./packed.tgz" },
  ];
  expect(check(steps, { "id-token": "write" })).toEqual([
    "publish: checks out code although it may publish",
    "publish: runs pnpm although it may publish",
    "publish: runs npm ci although it may publish",
  ]);
});

test("the release packs in one job and publishes in another", () => {
  const text = readFileSync(new URL("../.github/workflows/release.yml", import.meta.url), "utf8");
  expect(text.match(/id-token: write/g)).toHaveLength(1);
  expect(text.match(/npm publish/g)).toHaveLength(1);
});
