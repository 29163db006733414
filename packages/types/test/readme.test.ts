import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

test("the README's code compiles", () => {
  const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");
  const blocks = [...readme.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code]) => code);
  expect(blocks).not.toHaveLength(0);
  // Only inside this package does its own name resolve.
  const folder = mkdtempSync(join(import.meta.dirname, "../readme-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [place, code] of blocks.entries()) writeFileSync(join(folder, `${place}.ts`), code ?? "");
  writeFileSync(join(folder, "tsconfig.json"), '{ "extends": "../tsconfig.json", "include": ["*.ts"] }');
  const compiler = join(import.meta.dirname, "../../../node_modules/typescript/bin/tsc");
  const { stdout } = spawnSync(process.execPath, [compiler, "-p", folder], { encoding: "utf8" });
  expect(stdout).toBe("");
});
