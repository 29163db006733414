import { expect, test } from "vitest";
import { createCompletionsClient } from "../../src/index.ts";
import { completion, respondJson } from "../support/responses.ts";
import { serve } from "../support/serve.ts";
import { credentialOf } from "./support/credential.ts";
import { startOAuthServer } from "./support/oauth-server.ts";

test("a failure of the token endpoint is retried", async () => {
  await using api = await serve(respondJson(200, completion));
  await using server = await startOAuthServer();
  server.change = (response) => {
    if (server.requests.length > 1) return;
    Object.assign(response, { statusCode: 503, body: { error: "temporarily_unavailable" } });
  };
  const client = createCompletionsClient({ baseUrl: api.url, credential: credentialOf(server) });
  expect(await client.complete({ prompt: "Once" })).toEqual(completion);
});

test("a 401 of the token endpoint does not count as a rejected token", async () => {
  await using api = await serve(respondJson(200, completion));
  await using server = await startOAuthServer();
  server.change = (response) =>
    Object.assign(response, { statusCode: 401, body: { error: "invalid_client" } });
  const client = createCompletionsClient({ baseUrl: api.url, credential: credentialOf(server) });
  await expect(client.complete({ prompt: "Once" })).rejects.toMatchObject({ name: "OAuthError" });
  expect(server.requests).toHaveLength(1);
});

test("a failure of the token endpoint after a 401 is retried, still without the rejected token", async () => {
  const refused = { status: 401, error: "Unauthorized", message: "The token is not known." };
  await using api = await serve(respondJson(401, refused), respondJson(200, completion));
  await using server = await startOAuthServer();
  server.change = (response) => {
    if (server.requests.length !== 2) return;
    Object.assign(response, { statusCode: 503, body: { error: "temporarily_unavailable" } });
  };
  const client = createCompletionsClient({ baseUrl: api.url, credential: credentialOf(server) });
  expect(await client.complete({ prompt: "Once" })).toEqual(completion);
  expect(server.requests).toHaveLength(3);
});
