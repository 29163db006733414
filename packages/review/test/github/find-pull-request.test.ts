import { expect, test } from "vitest";
import { findPullRequests } from "../../src/github/find-pull-request.ts";
import { createGitHub } from "../../src/github/github-api.ts";
import { GitHubServer } from "./github-server.ts";

const run = {
  id: 5,
  event: "pull_request",
  head_sha: "abc",
  head_branch: "fix/a b",
  head_repository: { full_name: "fork/r", owner: { login: "fork" } },
};

test("finds the pull requests of a commit in a fork, and no others", async () => {
  await using server = await GitHubServer.start();
  const head = { sha: "abc", ref: "fix/a b", repo: { full_name: "fork/r" } };
  server.pullRequests = [
    { number: 1, state: "open", head },
    { number: 2, state: "closed", head },
    { number: 3, state: "open", head: { ...head, sha: "moved-on" } },
    { number: 4, state: "open", head: { ...head, repo: { full_name: "fork/other" } } },
    { number: 5, state: "open", head: { ...head, repo: null } },
  ];
  const github = createGitHub({ url: server.url, token: server.token });
  expect(await findPullRequests(github, "o/r", run)).toEqual([1]);
  expect(await findPullRequests(github, "o/r", { ...run, event: "push" })).toEqual([]);
  expect(await findPullRequests(github, "o/r", { ...run, head_repository: null })).toEqual([]);
});
