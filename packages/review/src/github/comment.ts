// Comments on a pull request. The action runs it in a workflow that a finished review has triggered.
import { readFile } from "node:fs/promises";
import { commentOnRun } from "./comment-on-run.ts";
import type { WorkflowRun } from "./find-pull-request.ts";
import { createGitHub } from "./github-api.ts";
import { GitHubError } from "./github-error.ts";

try {
  const event: { readonly workflow_run?: WorkflowRun } = JSON.parse(
    await readFile(variable("GITHUB_EVENT_PATH"), "utf8"),
  );
  if (event.workflow_run === undefined) {
    throw new GitHubError(0, "Only a workflow that `workflow_run` triggers can comment.");
  }
  const github = createGitHub({ url: variable("GITHUB_API_URL"), token: variable("GITHUB_TOKEN") });
  const outcome = await commentOnRun(github, {
    repository: variable("GITHUB_REPOSITORY"),
    serverUrl: variable("GITHUB_SERVER_URL"),
    run: event.workflow_run,
    spec: variable("SPEC"),
    author: variable("COMMENT_AUTHOR"),
  });
  console.log(outcome);
} catch (error) {
  if (!(error instanceof GitHubError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function variable(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new GitHubError(0, `The environment variable ${name} is not set.`);
}
