import { expect, test } from "vitest";
import { createCompletionsClient } from "../../src/index.ts";
import { answerJson, completion } from "../support/answers.ts";
import { serve } from "../support/serve.ts";
import { credentialOf } from "./support/credential.ts";
import { startOAuthServer } from "./support/oauth-server.ts";

test("a token endpoint that fails once is asked again", async () => {
  await using api = await serve(answerJson(200, completion));
  await using server = await startOAuthServer();
  server.change = (answer) => {
    if (server.requests.length > 1) return;
    Object.assign(answer, { statusCode: 503, body: { error: "temporarily_unavailable" } });
  };
  const client = createCompletionsClient({ baseUrl: api.url, credential: credentialOf(server) });
  expect(await client.complete({ prompt: "Once" })).toEqual(completion);
});

test("a 401 of the token endpoint is no rejected token", async () => {
  await using api = await serve(answerJson(200, completion));
  await using server = await startOAuthServer();
  server.change = (answer) => Object.assign(answer, { statusCode: 401, body: { error: "invalid_client" } });
  const client = createCompletionsClient({ baseUrl: api.url, credential: credentialOf(server) });
  await expect(client.complete({ prompt: "Once" })).rejects.toMatchObject({ name: "OAuthError" });
  expect(server.requests).toHaveLength(1);
});

test("a token endpoint that fails after a 401 is asked again, for another token than the rejected", async () => {
  const refused = { status: 401, error: "Unauthorized", message: "The token is not known." };
  await using api = await serve(answerJson(401, refused), answerJson(200, completion));
  await using server = await startOAuthServer();
  server.change = (answer) => {
    if (server.requests.length !== 2) return;
    Object.assign(answer, { statusCode: 503, body: { error: "temporarily_unavailable" } });
  };
  const client = createCompletionsClient({ baseUrl: api.url, credential: credentialOf(server) });
  expect(await client.complete({ prompt: "Once" })).toEqual(completion);
  expect(server.requests).toHaveLength(3);
});
