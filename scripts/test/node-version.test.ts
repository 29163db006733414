import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");

test(".nvmrc, the catalog and nodeVersion name one version of Node", () => {
  const workspace = read("pnpm-workspace.yaml");
  const version = read(".nvmrc").trim();
  expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(/^ {2}node: \^(.*)$/m.exec(workspace)?.[1]).toBe(version);
  expect(/^nodeVersion: (.*)$/m.exec(workspace)?.[1]).toBe(version);
});
