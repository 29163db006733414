import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { createRepository, type TestRepository } from "../create-repository.ts";
import { GitHubServer } from "./github-server.ts";
import { zip } from "./zip.ts";

// Runs the scripts of the action as a runner does: in bash, which stops at a failure, with the variables that it sets.

const action = fileURLToPath(new URL("../../../../action", import.meta.url));
const { runs } = parse(readFileSync(join(action, "action.yml"), "utf8")) as {
  readonly runs: { readonly steps: readonly Step[] };
};

interface Step {
  readonly name: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

// A name that would run a command if a script contained it, rather than a variable.
const spec = "my spec/it's $(touch hit) `touch hit`.yaml";
const base = `openapi: 3.1.0
info: { title: Models, version: 1.0.0 }
paths:
  /models:
    get:
      parameters:
        - { name: limit, in: query, schema: { type: integer, maximum: 9 } }
      responses:
        200: { description: Fine. }
`;

test("reviews, keeps the report and the exit code, and comments", { timeout: 120_000 }, async () => {
  using repository = createRepository({ [spec]: base });
  const commit = repository.git("rev-parse", "HEAD");
  repository.git("switch", "--quiet", "--create", "patch");
  const head = repository.commit({ [spec]: base.replace("maximum: 9", "maximum: 8") });
  // A runner checks out a pull request merged with its base, which may have moved on since the event.
  repository.git("switch", "--quiet", "main");
  repository.commit({ [spec]: base.replace("title: Models", "title: All models") });
  repository.git("merge", "--quiet", "--no-edit", "patch");

  const reviewed = await runStep(repository, "Review", { SPEC: spec, EVENT_BASE: commit, HEAD: head });
  expect(reviewed.stderr).not.toContain("Error");
  expect(reviewed).toMatchObject({ code: 0, outputs: { "exit-code": "1" } });
  expect(reviewed.stdout).toMatch(/^::stop-commands::(\S{36})\n(?:.*\n)*?::\1::\n::(?:error|warning) file/);
  expect(reviewed.stdout).toMatch(/^::(?:error|warning) file=my spec\/it's /m);
  expect(reviewed.summary).toContain("### Spec review");
  expect(reviewed.summary).toContain(`https://github.example/o/r/blob/${head}/my%20spec/`);
  const report = readFileSync(join(reviewed.outputs.report ?? "", "review.json"), "utf8");
  expect(JSON.parse(report)).toMatchObject({ mayMerge: false, cosmetics: 0 });
  expect(repository.git("status", "--short", "--ignored")).not.toContain("hit");

  await using server = await GitHubServer.start();
  const run = {
    head_sha: head,
    head_branch: "patch",
    head_repository: { full_name: "o/r", owner: { login: "o" } },
  };
  server.pullRequests = [
    { number: 7, state: "open", head: { sha: head, ref: "patch", repo: { full_name: "o/r" } } },
  ];
  server.artifacts.set(5, [
    { id: 1, name: "spec-review", expired: false, zip: zip({ "review.json": report }) },
  ]);
  const event = { workflow_run: { id: 5, event: "pull_request", ...run } };
  const commented = await runStep(
    repository,
    "Comment",
    { SPEC: spec, GITHUB_TOKEN: server.token, COMMENT_AUTHOR: server.bot, GITHUB_API_URL: server.url },
    event,
  );
  expect(commented).toMatchObject({ code: 0, stderr: "" });
  expect(server.comments.get(7)?.map(({ body }) => body)).toEqual([
    expect.stringContaining("### Spec review"),
  ]);
});

test.for(["0", "1", "2"])("passes or fails with the exit code %s of the review", async (code) => {
  using repository = createRepository({});
  expect(await runStep(repository, "Pass or fail", { CODE: code })).toMatchObject({ code: Number(code) });
});

test("contains no expression in a script", () => {
  const scripts = runs.steps.flatMap(({ run }) => run ?? []);
  expect(scripts.length).toBeGreaterThan(3);
  expect(scripts.join("\n")).not.toContain("${{");
});

/** Runs a step in a folder beside the files of a repository, with variables for those that `env` computes. */
async function runStep(
  { folder }: TestRepository,
  name: string,
  variables: Readonly<Record<string, string>>,
  event: object = {},
) {
  const step = runs.steps.find((candidate) => candidate.name === name);
  if (step?.run === undefined) throw new Error(`The action has no script ${name}.`);
  const temporary = join(folder, ".git/runner");
  mkdirSync(temporary, { recursive: true });
  const file = (fileName: string, text = "") => {
    writeFileSync(join(temporary, fileName), text);
    return join(temporary, fileName);
  };
  const script = file("script.sh", step.run);
  const [output, summary] = [file("output"), file("summary")];
  const unset = Object.fromEntries(Object.keys(step.env ?? {}).map((variable) => [variable, ""]));
  const env = {
    PATH: process.env.PATH,
    ...unset,
    GITHUB_ACTION_PATH: action,
    GITHUB_WORKSPACE: folder,
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: summary,
    GITHUB_EVENT_PATH: file("event.json", JSON.stringify(event)),
    GITHUB_SERVER_URL: "https://github.example",
    GITHUB_REPOSITORY: "o/r",
    RUNNER_TEMP: temporary,
    ...variables,
  };
  const args = ["-e", "-o", "pipefail", script];
  return new Promise<StepResult>((resolve) => {
    execFile("bash", args, { cwd: folder, env }, (error, stdout, stderr) => {
      const lines = readFileSync(output, "utf8").trim().split("\n");
      resolve({
        code: error?.code ?? 0,
        stdout,
        stderr,
        outputs: Object.fromEntries(lines.map((line) => line.split("="))),
        summary: readFileSync(summary, "utf8"),
      });
    });
  });
}

interface StepResult {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}
