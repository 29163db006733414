import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { redocly } from "./redocly.ts";

const folder = new URL("..", import.meta.url);
const readme = readFileSync(new URL("README.md", folder), "utf8");

test("the code prints what the README says", () => {
  const [, code = "", output] = /```ts\n(.*?)```\n\n```text\n(.*?)```/s.exec(readme) ?? [];
  const stdout = execFileSync(process.execPath, ["--input-type=module-typescript", "--eval", code], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(stdout).toBe(output);
});

test("the scores are those of the spec", async () => {
  const { stdout } = await redocly("score", "openapi.yaml", "--format=json");
  const { agentReadiness, discoverability, subscores } = JSON.parse(stdout);
  const scores = Object.entries<number>(subscores).map(([name, score]) => [
    name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
    String(Math.round(score * 100)),
  ]);
  const shown = [...readme.matchAll(/^\| \**([a-z ]+?)\** +\| \**([\d.]+)\** +\|/gm)];
  expect(shown.map(([, name, score]) => [name, score])).toEqual([
    ["agent readiness", String(agentReadiness)],
    ...scores,
    ["discoverability", String(discoverability)],
  ]);
});
