import { once } from "node:events";
import type { RequestListener } from "node:http";
import { inspect } from "node:util";
import { expect, test } from "vitest";
import { CompletionsError, ConnectionError, TimeoutError, UnexpectedResponseError } from "../../src/index.ts";
import { OAuthError } from "../../src/oauth.ts";
import { failureOf } from "../support/client.ts";
import { hangUp, neverRespond, respond, respondJson } from "../support/responses.ts";
import { closedUrl } from "../support/serve.ts";
import { clientSecret, credentialOf } from "./support/credential.ts";
import { startOAuthServer } from "./support/oauth-server.ts";

/** Returns the rejection of a credential whose token endpoint responds like this. */
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

test.each([400, 401, 503])("a refusal with %i contains the server's error", async (status) => {
  const body = { error: "invalid_client", error_description: "The secret has expired.", trace_id: "7" };
  const { failure, tokenUrl } = await failWith(respondJson(status, body, { "www-authenticate": "Basic" }));
  expect(failure).toBeInstanceOf(OAuthError);
  expect(failure).toMatchObject({
    name: "OAuthError",
    message: `${status} invalid_client from ${tokenUrl}: The secret has expired.`,
    status,
    body,
  });
});

test("a refusal may lack a description", async () => {
  const { failure, tokenUrl } = await failWith(respondJson(400, { error: "invalid_scope" }));
  expect(failure.message).toBe(`400 invalid_scope from ${tokenUrl}: (no description)`);
});

test.each<[string, RequestListener, object]>([
  [
    "HTML",
    respond(502, "text/html", "<h1>Bad gateway</h1>"),
    { status: 502, excerpt: "<h1>Bad gateway</h1>" },
  ],
  ["an empty body", respond(500, "", ""), { status: 500, excerpt: "" }],
  ["JSON of another shape", respondJson(400, { error: { code: 7 } }), { excerpt: '{"error":{"code":7}}' }],
  ["JSON null", respondJson(400, null), { excerpt: "null" }],
  ["an odd description", respondJson(400, { error: "some", error_description: 7 }), { status: 400 }],
  ["a redirect", respond(302, "", "", { location: "https://elsewhere.example" }), { status: 302 }],
])("an error with %s is quoted with its status", async (_what, listener, properties) => {
  const { failure, tokenUrl } = await failWith(listener);
  expect(failure).toBeInstanceOf(UnexpectedResponseError);
  expect(failure).toMatchObject(properties);
  expect(failure.message).toMatch(/^\d+ [^,]+, not a token endpoint's response, from /);
  expect(failure.message).toContain(tokenUrl);
});

const token = "a-token-that-nobody-may-see";
test.each<[string, RequestListener, RegExp]>([
  [
    "a form in place of JSON",
    respond(200, "application/x-www-form-urlencoded", `access_token=${token}`),
    /content-type/,
  ],
  ["incomplete JSON", respond(200, "application/json", `{"access_token":"${token}`), /JSON/],
  ["no token type", respondJson(200, { access_token: token }), /token_type/],
  ["another token type", respondJson(200, { access_token: token, token_type: "mac" }), /token_type/],
  ["no token", respondJson(200, { token_type: "bearer", id_token: token }), /access_token/],
  [
    "a lifetime that is not a number",
    respondJson(200, { access_token: token, token_type: "bearer", expires_in: "x" }),
    /expires_in/,
  ],
  [
    "too long a body",
    respondJson(200, { access_token: token.padEnd(65_536), token_type: "bearer" }),
    /more than 65536/,
  ],
])("a response with %s is refused and not quoted", async (_what, listener, problem) => {
  const { failure, tokenUrl } = await failWith(listener);
  expect(failure).toBeInstanceOf(UnexpectedResponseError);
  expect(failure.message).toMatch(/^200 [^,]+, no token from /);
  expect(failure.message).toContain(tokenUrl);
  expect(failure.message).toMatch(problem);
  expect(inspect(failure, { depth: Number.POSITIVE_INFINITY, showHidden: true })).not.toContain(token);
});

test("an endless error is read only as far as necessary", async () => {
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

test("a server that is unreachable or closes the connection causes a ConnectionError", async () => {
  const tokenUrl = await closedUrl();
  const missing = await failureOf(credentialOf({ tokenUrl }).getToken(["some"]));
  expect(missing).toBeInstanceOf(ConnectionError);
  expect(missing).toMatchObject({ cause: { cause: { code: "ECONNREFUSED" } } });
  expect((missing as Error).message).toContain(tokenUrl);

  const { failure } = await failWith(hangUp);
  expect(failure).toBeInstanceOf(ConnectionError);
});

test("a server that closes the connection during its response causes a ConnectionError", async () => {
  const { failure } = await failWith((request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.write(`{"access_token":"${token}`, () => request.socket.destroy());
  });
  expect(failure).toBeInstanceOf(ConnectionError);
  expect(failure.cause).toBeInstanceOf(Error);
});

test.each<[string, RequestListener]>([
  ["does not respond", neverRespond],
  ["does not end its response", (_request, response) => response.writeHead(200).flushHeaders()],
])("a server that %s causes a TimeoutError, and its connection is closed", async (_what, listener) => {
  let closed: Promise<unknown> | undefined;
  const { failure, tokenUrl } = await failWith((request, response) => {
    closed = once(request.socket, "close");
    listener(request, response);
  }, 20);
  expect(failure).toBeInstanceOf(TimeoutError);
  expect(failure.message).toBe(`No response from ${tokenUrl} within 20 ms.`);
  await closed;
});

test("a `fetch` that ignores its signal causes a TimeoutError", async () => {
  const credential = credentialOf(
    { tokenUrl: "https://login.example/token" },
    { timeout: 20, fetch: () => new Promise(() => {}) },
  );
  expect(await failureOf(credential.getToken(["some"]))).toBeInstanceOf(TimeoutError);
});
