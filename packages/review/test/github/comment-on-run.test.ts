import { expect, test } from "vitest";
import { commentOnRun } from "../../src/github/comment-on-run.ts";
import { createGitHub } from "../../src/github/github-api.ts";
import { formatReview } from "../../src/report/formats.ts";
import { createHostileReview } from "../report/hostile-review.ts";
import { createReview } from "../report/sample-review.ts";
import { GitHubServer } from "./github-server.ts";
import { zip } from "./zip.ts";

const run = {
  id: 5,
  event: "pull_request",
  head_sha: "0123abc",
  head_branch: "patch",
  head_repository: { full_name: "fork/r", owner: { login: "fork" } },
};

test("comments on the pull request of the run, and updates the comment", async () => {
  await using server = await startWith(formatReview(createReview(2), "json"));
  expect(await comment(server)).toContain("The report is at https://");
  await comment(server);
  const [body, ...others] = bodies(server);
  expect(others).toEqual([]);
  expect(body).toContain("### Spec review");
  expect(body).toContain("https://github.example/fork/r/blob/0123abc/");
  expect(body).toContain("https://github.example/o/r/actions/runs/5");
});

test("fits the longest report with its link to the run", async () => {
  await using server = await startWith(formatReview(createReview(400), "json"));
  await comment(server);
  expect(bodies(server)[0]?.length).toBeLessThanOrEqual(65_536);
  expect(bodies(server)[0]).toContain("/actions/runs/5");
});

test("lets no text of a fork become a mention or a link", async () => {
  const hostile = "@everyone [x](https://evil.example) <img src=https://evil.example>";
  await using server = await startWith(formatReview(createHostileReview(hostile), "json"));
  await comment(server);
  const [body = ""] = bodies(server);
  const outsideCode = body.replaceAll(/^(`{3,}|~{3,}).*?^\1/gms, "").replaceAll(/(`+)[^`].*?\1/g, "");
  expect(outsideCode).not.toMatch(/(?<!\\)@everyone|\]\(https:\/\/evil|<img/);
});

test.for([
  ["no JSON", "{"],
  ["another shape", '{"verdict":"none"}'],
  ["Markdown beside the data", '{"error":"x","markdown":"[x](https://evil.example)"}'],
])("says that a report is unusable: %s", async ([, report = ""]) => {
  await using server = await startWith(report);
  await comment(server);
  expect(bodies(server)[0]).toContain("could not be reviewed");
  expect(bodies(server)[0]).not.toContain("evil.example");
});

test("passes on why a review failed, as text", async () => {
  await using server = await startWith(JSON.stringify({ error: "```\n@everyone" }));
  await comment(server);
  expect(bodies(server)[0]).toContain("````text\n```\n@everyone");
});

test("comments on nothing if there is no report, or no pull request for it", async () => {
  await using server = await startWith("{}");
  expect(await comment(server, { id: 6 })).toBe("The run has made no report.");
  expect(await comment(server, { head_sha: "other" })).toBe("No open pull request has the head other.");
  server.pullRequests.push(...server.pullRequests);
  expect(await comment(server)).toBe("Several pull requests have the head 0123abc.");
  expect(server.comments.size).toBe(0);
});

test.for([
  ["damaged", Buffer.from("no archive"), "not a ZIP archive"],
  ["too large when it is unpacked", zip({ "review.json": Buffer.alloc(6_000_000) }), "5000000 bytes"],
  ["too large to download", Buffer.alloc(6_000_000), "more than 5000000 bytes"],
] as const)(
  "says that an artifact is %s, instead of leaving an old comment",
  async ([, artifact, reason]) => {
    await using server = await startWith("{}");
    server.artifacts.set(5, [{ id: 1, name: "spec-review", expired: false, zip: artifact }]);
    await comment(server);
    expect(bodies(server)[0]).toContain("could not be reviewed");
    expect(bodies(server)[0]).toContain(reason);
  },
);

async function startWith(report: string): Promise<GitHubServer> {
  const server = await GitHubServer.start();
  const head = { sha: "0123abc", ref: "patch", repo: { full_name: "fork/r" } };
  server.pullRequests = [{ number: 7, state: "open", head }];
  const artifact = { id: 1, name: "spec-review", expired: false, zip: zip({ "review.json": report }) };
  server.artifacts.set(5, [artifact]);
  return server;
}

function comment(server: GitHubServer, changes: Partial<typeof run> = {}): Promise<string> {
  return commentOnRun(createGitHub({ url: server.url, token: server.token, backoff: 1 }), {
    repository: "o/r",
    serverUrl: "https://github.example",
    run: { ...run, ...changes },
    spec: "spec/openapi.yaml",
    author: server.bot,
  });
}

function bodies(server: GitHubServer): string[] {
  return (server.comments.get(7) ?? []).map(({ body }) => body);
}
