import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { chromiumBinary, nodeBinary, runtimeFile, runtimesHint } from "@completions-api/testing";
import { chromium } from "playwright-core";
import { build } from "rolldown";
import { beforeAll, expect, test } from "vitest";

const cwd = import.meta.dirname;

beforeAll(async () => {
  for (const name of ["command", "worker"])
    await build({
      cwd,
      input: `${name}.ts`,
      platform: "browser",
      // The engine has imports of Node for Node alone, behind a condition.
      resolve: { conditionNames: ["@completions-api/source", "import"] },
      output: { file: `dist/${name}.js`, codeSplitting: false },
    });
});

async function runCommand(binary: string, parameters: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(binary, parameters, { cwd });
  return stdout;
}

async function runPage(): Promise<string> {
  const browser = await chromium.launch({ executablePath: chromiumBinary });
  try {
    const page = await browser.newPage();
    // A secure context, as a page on localhost is.
    await page.route("https://app.example/", (route) =>
      route.fulfill({ contentType: "text/html", body: "" }),
    );
    await page.goto("https://app.example/");
    const logged = page.waitForEvent("console", (message) => message.type() === "log");
    const thrown = page.waitForEvent("pageerror").then((error) => Promise.reject(error));
    await page.addScriptTag({ type: "module", content: await readFile(`${cwd}/dist/command.js`, "utf8") });
    return (await Promise.race([logged, thrown])).text();
  } finally {
    await browser.close();
  }
}

test.for([
  ["Node 20", nodeBinary(20), (binary: string) => runCommand(binary, ["dist/command.js"])],
  ["Bun", runtimeFile("bun/bin/bun.exe"), (binary: string) => runCommand(binary, ["dist/command.js"])],
  [
    "Deno",
    runtimeFile("deno/deno"),
    (binary: string) => runCommand(binary, ["run", "--no-prompt", "dist/command.js"]),
  ],
  [
    "workerd",
    runtimeFile("workerd/bin/workerd"),
    (binary: string) => runCommand(binary, ["test", "worker.capnp"]),
  ],
  ["Chromium", chromiumBinary, runPage],
] as const)("the mock without a socket runs in %s", async ([_name, binary, run], { skip }) => {
  if (!existsSync(binary))
    skip(`Not installed: ${runtimesHint}, and install Chromium from your system's packages.`);
  expect(JSON.parse(await run(binary))).toEqual({
    text: "There she blows!",
    streamed: "There she blows!",
    kept: "There she",
    broken: expect.stringContaining("terminated"),
    requests: 4,
  });
});
