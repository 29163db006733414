import { expect, test } from "vitest";
import { createGitHub } from "../../src/github/github-api.ts";
import { longestComment, postComment, roomForReport } from "../../src/github/post-comment.ts";
import { GitHubServer } from "./github-server.ts";

const key = "spec/openapi.yaml";
const target = { repository: "o/r", number: 7, author: "github-actions[bot]", key };

test("posts one comment and keeps updating it", async () => {
  await using server = await GitHubServer.start();
  const github = connect(server);
  const url = await postComment(github, target, "first");
  expect(url).toContain("/pull/7#");
  await postComment(github, target, "second");
  expect(bodies(server)).toEqual([expect.stringMatching(/^<!-- .+ -->\nsecond$/)]);
});

test("finds its comment behind hundreds of others", async () => {
  await using server = await GitHubServer.start();
  for (let index = 0; index < 250; index++) server.addComment(7, "somebody", `comment ${index}`);
  await postComment(connect(server), target, "first");
  await postComment(connect(server), target, "second");
  expect(bodies(server)).toHaveLength(251);
  expect(bodies(server)?.at(-1)).toContain("second");
});

test("leaves alone what others wrote, even with the marker, and comments on other specs", async () => {
  await using server = await GitHubServer.start();
  const github = connect(server);
  await postComment(github, target, "ours");
  const copy = server.addComment(7, "mallory", bodies(server)?.[0] ?? "");
  server.comments.get(7)?.shift();
  await postComment(github, { ...target, key: "other.yaml" }, "other");
  await postComment(github, target, "again");
  expect(copy.body).toContain("ours");
  expect(bodies(server)).toEqual([
    copy.body,
    expect.stringContaining("other"),
    expect.stringContaining("again"),
  ]);
});

test("keeps a marker whole whatever the path of the spec is", async () => {
  await using server = await GitHubServer.start();
  const github = connect(server);
  const odd = { ...target, key: "a --> <script>\n.yaml" };
  await postComment(github, odd, "first");
  await postComment(github, odd, "second");
  expect(bodies(server)).toEqual([expect.stringMatching(/^<!-- [^<>\n]+ -->\nsecond$/)]);
});

test("fits the longest report into a comment", async () => {
  await using server = await GitHubServer.start();
  await postComment(connect(server), target, "x".repeat(roomForReport(key)));
  expect(bodies(server)?.[0]).toHaveLength(longestComment);
  const tooLong = postComment(connect(server), target, "x".repeat(roomForReport(key) + 1));
  await expect(tooLong).rejects.toThrow(/failed with 422: .*Body is too long/);
});

test("waits when GitHub is limiting or failing", async () => {
  await using server = await GitHubServer.start();
  const message = "You have exceeded a secondary rate limit. Please wait a few minutes.";
  server.failures.push(
    { method: "GET", answer: { status: 502, body: "<html>Bad gateway</html>" } },
    { method: "GET", answer: { status: 403, headers: { "Retry-After": "0" }, body: { message } } },
    { method: "GET", answer: { status: 403, body: { message } } },
    { method: "POST", answer: { status: 429, headers: rateLimit(Date.now() / 1000) } },
  );
  await postComment(connect(server), target, "at last");
  expect(bodies(server)).toHaveLength(1);
});

test("does not wait for the rest of an hour", async () => {
  await using server = await GitHubServer.start();
  const answer = { status: 403, headers: rateLimit(Date.now() / 1000 + 3000) };
  server.failures.push({ method: "GET", answer });
  await expect(postComment(connect(server), target, "text")).rejects.toThrow(/403/);
  expect(server.requests).toHaveLength(1);
});

test("posts no second comment if only the answer to the first was lost", async () => {
  await using server = await GitHubServer.start();
  server.failures.push({ method: "POST", answer: { status: 504, after: true } });
  await postComment(connect(server), target, "once");
  expect(bodies(server)).toHaveLength(1);
});

test("posts anew if its comment is deleted meanwhile", async () => {
  await using server = await GitHubServer.start();
  await postComment(connect(server), target, "first");
  server.failures.push({ method: "PATCH", answer: { status: 404 } });
  await postComment(connect(server), target, "second");
  expect(bodies(server)?.at(-1)).toContain("second");
});

test.for([
  [401, "Is `GITHUB_TOKEN` set?"],
  [403, "pull-requests: write"],
  [404, "may not read it"],
] as const)("says what to do about a %i", async ([status, advice]) => {
  await using server = await GitHubServer.start();
  const token = status === 401 ? "wrong" : server.token;
  if (status !== 401) server.failures.push({ method: "GET", answer: { status } });
  const github = createGitHub({ url: server.url, token });
  await expect(postComment(github, target, "text")).rejects.toThrow(advice);
});

test("sends the token to no other server", async () => {
  await using server = await GitHubServer.start();
  await using other = await GitHubServer.start();
  const headers = { Link: `<${other.url}/repos/o/r/issues/7/comments?page=2>; rel="next"` };
  server.failures.push({ method: "GET", answer: { status: 200, headers, body: [] } });
  await postComment(connect(server), target, "text");
  expect(other.requests).toEqual([]);
});

function connect({ url, token }: GitHubServer) {
  return createGitHub({ url, token, backoff: 1 });
}

function bodies(server: GitHubServer): string[] | undefined {
  return server.comments.get(7)?.map(({ body }) => body);
}

function rateLimit(reset: number): Record<string, string> {
  return { "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": String(Math.floor(reset)) };
}
