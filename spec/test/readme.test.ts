import { readFileSync } from "node:fs";
import { testReadme } from "@completions-api/testing";
import { expect, test } from "vitest";
import { redocly } from "./redocly.ts";

const folder = new URL("..", import.meta.url);
const readme = readFileSync(new URL("README.md", folder), "utf8");
const rootReadme = readFileSync(new URL("../README.md", folder), "utf8");

testReadme(folder);

test("the README has the spec's current scores", async () => {
  const [{ stdout }, openai] = await Promise.all([
    redocly("score", "openapi.yaml", "--format=json"),
    redocly("score", "dist/openai.yaml", "--format=json"),
  ]);
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
  expect(readme).toContain(`OpenAI's clients ${JSON.parse(openai.stdout).agentReadiness}:`);
  expect(rootReadme).toContain(`rates the spec ${agentReadiness} of 100`);
});
