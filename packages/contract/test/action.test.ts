import { execFile } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Mock, startMock } from "@completions-api/mock";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { ignoresParameter } from "../mutants/src/proxy/alterations.ts";
import { startProxy } from "../mutants/src/proxy/altering-proxy.ts";
import { createTemporaryFolder } from "./support/temporary-folder.ts";

// Runs the script of the action as a runner does: in bash, which stops at a failure, with the variables that it sets.

const action = fileURLToPath(new URL("../../../action/contract", import.meta.url));
const { runs, inputs } = parse(readFileSync(join(action, "action.yml"), "utf8")) as {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly runs: { readonly steps: readonly Step[] };
};

interface Step {
  readonly name: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const secret = "secret-of-a-whale";
let mock: Mock;

beforeAll(async () => {
  mock = await startMock({ port: 0 });
});

afterAll(() => mock.close());

/** Runs the step that tests, in a folder that stands for the runner's and the repository's. */
async function runTest(folder: string, given: Readonly<Record<string, string>>) {
  const step = runs.steps.find(({ name }) => name === "Test");
  const file = (name: string, text = "") => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const [output, summary, script] = [file("output"), file("summary"), file("script.sh", step?.run)];
  const unset = Object.fromEntries(Object.keys(step?.env ?? {}).map((variable) => [variable, ""]));
  const env = {
    PATH: process.env.PATH,
    ...unset,
    GITHUB_ACTIONS: "true",
    GITHUB_ACTION_PATH: action,
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: summary,
    RUNNER_TEMP: folder,
    ENGINE_KEY: secret,
    ...given,
  };
  const { code, stdout, stderr } = await new Promise<Record<"code" | "stdout" | "stderr", unknown>>(
    (resolve) => {
      execFile("bash", ["-e", "-o", "pipefail", script], { cwd: folder, env }, (error, stdout, stderr) =>
        resolve({ code: error?.code ?? 0, stdout, stderr }),
      );
    },
  );
  const report = /^report=(.*)$/m.exec(readFileSync(output, "utf8"))?.[1] ?? "";
  return { code, stdout, stderr, report, summary: readFileSync(summary, "utf8") };
}

test("tests, summarizes, annotates, and leaves reports without the token", async () => {
  using folder = createTemporaryFolder();
  await using proxy = await startProxy(mock.url);
  proxy.alteration = ignoresParameter("prompt");
  const options = "--only text-prompt --timeout 30";
  const tested = await runTest(folder.path, {
    ...{ URL: proxy.url, FACE: "completions", KEY_ENV: "ENGINE_KEY", OPTIONS: options },
  });
  expect(tested).toMatchObject({ code: 1, stderr: "" });
  expect(tested.stdout).toMatch(/^failed {2}text-prompt: /m);
  expect(tested.stdout).toMatch(/^::error title=failed%3A text-prompt::A string is one prompt/m);
  expect(tested.summary).toMatch(/^### ❌ Contract of the completions API\n/);
  expect(readdirSync(tested.report).sort()).toEqual([
    ...["contract.badge.json", "exchanges.har", "junit.xml", "report.html", "report.json", "summary.md"],
  ]);
  const texts = readdirSync(tested.report).map((name) => readFileSync(join(tested.report, name), "utf8"));
  expect([...texts, tested.stdout, tested.summary].join("\n")).not.toContain(secret);
});

test("a wrong option fails with what is wrong, and an option is never a command", async () => {
  using folder = createTemporaryFolder();
  const options = "--timeout $(touch hit) `touch hit`";
  const tested = await runTest(folder.path, { URL: mock.url, OPTIONS: options, MODEL: "$(touch hit)" });
  expect(tested).toMatchObject({ code: 2, summary: "" });
  expect(tested.stderr).toContain("completions-contract: ");
  expect(readdirSync(folder.path)).not.toContain("hit");
  expect(tested.report).not.toBe("");
});

test("contains no expression in a script, and uses every input", () => {
  const scripts = runs.steps.flatMap(({ run }) => run ?? []);
  expect(scripts).toHaveLength(2);
  expect(scripts.join("\n")).not.toContain("${{");
  const text = JSON.stringify(runs.steps);
  for (const input of Object.keys(inputs)) expect(text).toContain(`\${{ inputs.${input} }}`);
});
