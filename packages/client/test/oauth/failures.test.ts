import { once } from "node:events";
import type { RequestListener } from "node:http";
import { inspect } from "node:util";
import { expect, test } from "vitest";
import { CompletionsError, ConnectionError, TimeoutError, UnexpectedResponseError } from "../../src/index.ts";
import { OAuthError } from "../../src/oauth.ts";
import { answer, answerJson, hangUp, noAnswer } from "../support/answers.ts";
import { failureOf } from "../support/client.ts";
import { closedUrl } from "../support/serve.ts";
import { clientSecret, credentialOf } from "./support/credential.ts";
import { startOAuthServer } from "./support/oauth-server.ts";

/** What a credential rejects with when its token endpoint answers like this. */
async function failWith(
  listener: RequestListener,
  timeout?: number,
): Promise<{ failure: Error; tokenUrl: string }> {
  await using server = await startOAuthServer(listener);
  const failure = await failureOf(credentialOf(server, { timeout }).getToken(["some"]));
  if (!(failure instanceof CompletionsError)) throw failure;
  expect(inspect(failure, { depth: Number.POSITIVE_INFINITY, showHidden: true })).not.toContain(clientSecret);
  return { failure, tokenUrl: server.tokenUrl };
}

test.each([400, 401, 503])("a refusal with %i says what the server says", async (status) => {
  const body = { error: "invalid_client", error_description: "The secret has expired.", trace_id: "7" };
  const { failure, tokenUrl } = await failWith(answerJson(status, body, { "www-authenticate": "Basic" }));
  expect(failure).toBeInstanceOf(OAuthError);
  expect(failure).toMatchObject({
    name: "OAuthError",
    message: `${status} invalid_client from ${tokenUrl}: The secret has expired.`,
    status,
    body,
  });
});

test("a refusal may lack a description", async () => {
  const { failure, tokenUrl } = await failWith(answerJson(400, { error: "invalid_scope" }));
  expect(failure.message).toBe(`400 invalid_scope from ${tokenUrl}: (no description)`);
});

test.each<[string, RequestListener, object]>([
  [
    "HTML",
    answer(502, "text/html", "<h1>Bad gateway</h1>"),
    { status: 502, excerpt: "<h1>Bad gateway</h1>" },
  ],
  ["nothing", answer(500, "", ""), { status: 500, excerpt: "" }],
  ["JSON of another shape", answerJson(400, { error: { code: 7 } }), { excerpt: '{"error":{"code":7}}' }],
  ["JSON null", answerJson(400, null), { excerpt: "null" }],
  ["an odd description", answerJson(400, { error: "some", error_description: 7 }), { status: 400 }],
  ["a way elsewhere", answer(302, "", "", { location: "https://elsewhere.example" }), { status: 302 }],
])("an error that has %s is quoted with its status", async (_what, listener, properties) => {
  const { failure, tokenUrl } = await failWith(listener);
  expect(failure).toBeInstanceOf(UnexpectedResponseError);
  expect(failure).toMatchObject(properties);
  expect(failure.message).toMatch(/^\d+ [^,]+, not of a token endpoint, from /);
  expect(failure.message).toContain(tokenUrl);
});

const token = "a-token-that-nobody-may-see";
test.each<[string, RequestListener, RegExp]>([
  ["a form", answer(200, "application/x-www-form-urlencoded", `access_token=${token}`), /content-type/],
  ["half of its JSON", answer(200, "application/json", `{"access_token":"${token}`), /JSON/],
  ["no type of token", answerJson(200, { access_token: token }), /token_type/],
  ["another type of token", answerJson(200, { access_token: token, token_type: "mac" }), /token_type/],
  ["no token", answerJson(200, { token_type: "bearer", id_token: token }), /access_token/],
  [
    "a life that is no number",
    answerJson(200, { access_token: token, token_type: "bearer", expires_in: "x" }),
    /expires_in/,
  ],
  [
    "too much",
    answerJson(200, { access_token: token.padEnd(65_536), token_type: "bearer" }),
    /more than 65536/,
  ],
])("an answer that has %s is not taken, and not shown", async (_what, listener, problem) => {
  const { failure, tokenUrl } = await failWith(listener);
  expect(failure).toBeInstanceOf(UnexpectedResponseError);
  expect(failure.message).toMatch(/^200 [^,]+, no token from /);
  expect(failure.message).toContain(tokenUrl);
  expect(failure.message).toMatch(problem);
  expect(inspect(failure, { depth: Number.POSITIVE_INFINITY, showHidden: true })).not.toContain(token);
});

test("an error without an end is read no further than it takes to say so", async () => {
  const { failure } = await failWith((_request, response) => {
    response.writeHead(500);
    const more = () => {
      while (response.write("x".repeat(16_384)));
    };
    response.on("drain", more);
    more();
  });
  expect(failure).toMatchObject({ status: 500, excerpt: "x".repeat(200) });
});

test("a server that is not there, or hangs up, is a connection error", async () => {
  const tokenUrl = await closedUrl();
  const missing = await failureOf(credentialOf({ tokenUrl }).getToken(["some"]));
  expect(missing).toBeInstanceOf(ConnectionError);
  expect(missing).toMatchObject({ cause: { cause: { code: "ECONNREFUSED" } } });
  expect((missing as Error).message).toContain(tokenUrl);

  const { failure } = await failWith(hangUp);
  expect(failure).toBeInstanceOf(ConnectionError);
});

test("a server that hangs up within its answer is a connection error", async () => {
  const { failure } = await failWith((request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.write(`{"access_token":"${token}`, () => request.socket.destroy());
  });
  expect(failure).toBeInstanceOf(ConnectionError);
  expect(failure.cause).toBeInstanceOf(Error);
});

test.each<[string, RequestListener]>([
  ["does not answer", noAnswer],
  ["does not end its answer", (_request, response) => response.writeHead(200).flushHeaders()],
])("a server that %s is given up after a time, and its connection closed", async (_what, listener) => {
  let closed: Promise<unknown> | undefined;
  const { failure, tokenUrl } = await failWith((request, response) => {
    closed = once(request.socket, "close");
    listener(request, response);
  }, 20);
  expect(failure).toBeInstanceOf(TimeoutError);
  expect(failure.message).toBe(`No answer came from ${tokenUrl} for 20 ms.`);
  await closed;
});

test("a `fetch` that takes no notice of its signal is given up too", async () => {
  const credential = credentialOf(
    { tokenUrl: "https://login.example/token" },
    { timeout: 20, fetch: () => new Promise(() => {}) },
  );
  expect(await failureOf(credential.getToken(["some"]))).toBeInstanceOf(TimeoutError);
});
