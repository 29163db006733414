import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Mock, startMock } from "@completions-api/mock";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ignoresParameter } from "../mutants/src/proxy/alterations.ts";
import { startProxy } from "../mutants/src/proxy/altering-proxy.ts";

const project = join(import.meta.dirname, "vitest-project");
const vitest = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs");

interface Assertion {
  readonly title: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

/** Runs a file of a Vitest project that tests a server. */
async function runProject(url: string, name = "contract.ts"): Promise<readonly Assertion[]> {
  const folder = await mkdtemp(join(tmpdir(), "contract-"));
  const file = join(folder, "results.json");
  const args = ["run", name, "--root", project, "--reporter", "json", "--outputFile", file];
  try {
    await new Promise<void>((resolve) => {
      const options = { env: { ...process.env, SERVER_URL: url, NODE_OPTIONS: "" } };
      execFile(process.execPath, [vitest, ...args], options, () => resolve());
    });
    const { testResults } = JSON.parse(await readFile(file, "utf8"));
    return testResults.flatMap(
      (result: { assertionResults: readonly Assertion[] }) => result.assertionResults,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

let mock: Mock;

beforeAll(async () => {
  mock = await startMock({ port: 0 });
});

afterAll(() => mock.close());

test("describeContract defines a test of each case, and skips those that do not apply", async () => {
  const tests = await runProject(mock.url);
  expect(tests.map(({ title, status }) => [title.replace(/:.*/, ""), status])).toEqual([
    ["rate-limited", "skipped"],
    ["temperature-bounds", "passed"],
    ["text-prompt", "passed"],
  ]);
});

test("the test of a case fails with the reason", async () => {
  await using proxy = await startProxy(mock.url);
  proxy.alteration = ignoresParameter("prompt");
  const tests = await runProject(proxy.url);
  const failed = tests.filter(({ status }) => status === "failed");
  expect(failed.map(({ title }) => title.replace(/:.*/, ""))).toEqual(["temperature-bounds", "text-prompt"]);
  const [message = ""] = failed[1]?.failureMessages ?? [];
  expect(message).toMatch(
    /expected completion, got error invalid_parameter.*\n.*source .*\n {2}asked +curl /,
  );
  // The result, which has every exchange, is not printed.
  expect(message).not.toContain("pieces");
});

test("the test file of the README passes", async () => {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const [, code = ""] = /```ts\n\/\/ contract\.test\.ts\n(.*?)```/s.exec(readme) ?? [];
  const file = join(project, "readme.ts");
  await writeFile(
    file,
    code.replace("http://127.0.0.1:8000", mock.url).replace("process.env.API_KEY", '"abcde12345"'),
  );
  try {
    const tests = await runProject(mock.url, "readme.ts");
    expect(tests.length).toBeGreaterThan(100);
    expect(tests.filter(({ status }) => status === "failed")).toEqual([]);
  } finally {
    await rm(file);
  }
});
