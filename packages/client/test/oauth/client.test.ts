import { type Mock, startMock } from "@completions-api/mock";
import { aadScopes } from "@completions-api/validators";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  ApiError,
  type CompletionsClient,
  CompletionsError,
  createCompletionsClient,
  type TokenCredential,
} from "../../src/index.ts";
import { OAuthError } from "../../src/oauth.ts";
import { failureOf } from "../support/client.ts";
import { credentialOf } from "./support/credential.ts";
import { startOAuthServer } from "./support/oauth-server.ts";

const request = { prompt: "Once upon a time", max_tokens: 2 };
let mock: Mock;

beforeAll(async () => {
  mock = await startMock({ port: 0 });
});
afterAll(() => mock.close());

/** Creates a client of an API that rejects some tokens, and the list of tokens it receives. */
function clientOf(credential: TokenCredential, isRejected: (token: string) => boolean) {
  const tokens: string[] = [];
  const client: CompletionsClient = createCompletionsClient({
    baseUrl: mock.url,
    credential,
    maxRetries: 0,
    fetch(request) {
      const token = request.headers.get("authorization")?.replace("Bearer ", "") ?? "";
      tokens.push(token);
      if (isRejected(token)) request.headers.set("prefer", "code=401");
      return fetch(request);
    },
  });
  return { client, tokens };
}

test("calls share one token for the spec's scopes", async () => {
  await using server = await startOAuthServer();
  const { client, tokens } = clientOf(credentialOf(server), () => false);
  await Promise.all(Array.from({ length: 5 }, () => client.complete(request)));
  const stream = await client.complete({ ...request, stream: true });
  await stream.final();
  expect(server.requests).toHaveLength(1);
  expect(server.requests[0]?.body.scope).toBe(aadScopes.join(" "));
  expect(tokens).toHaveLength(6);
  expect(new Set(tokens).size).toBe(1);
});

test("a token that the API rejects is replaced once for all calls that used it", async () => {
  await using server = await startOAuthServer();
  const { client, tokens } = clientOf(credentialOf(server), (token) => token === tokens[0]);
  const completions = await Promise.all(Array.from({ length: 5 }, () => client.complete(request)));
  expect(completions).toHaveLength(5);
  expect(new Set(tokens.slice(0, 5)).size).toBe(1);
  expect(new Set(tokens.slice(5)).size).toBe(1);
  expect(server.requests).toHaveLength(2);
});

test("a call fails if the new token is also rejected", async () => {
  await using server = await startOAuthServer();
  const { client, tokens } = clientOf(credentialOf(server), () => true);
  const failure = await failureOf(client.complete(request));
  expect(failure).toBeInstanceOf(ApiError);
  expect(failure).toMatchObject({ status: 401 });
  expect(tokens).toHaveLength(2);
  expect(server.requests).toHaveLength(2);
});

test("a call without a token fails with the token endpoint's error and is not sent", async () => {
  await using server = await startOAuthServer();
  server.change = (response) =>
    Object.assign(response, {
      statusCode: 400,
      body: { error: "invalid_scope", error_description: "No such." },
    });
  const { client, tokens } = clientOf(credentialOf(server), () => false);
  const failure = await failureOf(client.complete(request));
  expect(failure).toBeInstanceOf(OAuthError);
  expect(failure).toBeInstanceOf(CompletionsError);
  expect(failure).toMatchObject({ status: 400, body: { error: "invalid_scope" } });
  expect(tokens).toEqual([]);
});
