import { aadTokenUrl } from "@completions-api/validators";
import { expect, test } from "vitest";
import { type ClientCredentialsOptions, createClientCredentials } from "../../src/oauth.ts";
import { clientId, clientSecret, credentialOf } from "./support/credential.ts";
import { startOAuthServer } from "./support/oauth-server.ts";

test("the client's id and secret and the scopes are sent in the body", async () => {
  await using server = await startOAuthServer();
  await credentialOf(server).getToken(["first", "second"]);
  expect(server.requests[0]).toMatchObject({
    headers: expect.not.objectContaining({ authorization: expect.anything() }),
    body: {
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: clientSecret,
      scope: "first second",
    },
  });
});

test("the client's id and secret can be sent by HTTP Basic, encoded as in RFC 6749", async () => {
  await using server = await startOAuthServer();
  await credentialOf(server, { clientAuthentication: "client_secret_basic" }).getToken(["some"]);
  const credentials = btoa("some+client:s3cret%3A+100%25+%2B+more");
  expect(server.requests[0]?.headers.authorization).toBe(`Basic ${credentials}`);
  expect(server.requests[0]?.body).toEqual({ grant_type: "client_credentials", scope: "some" });
});

test("without scopes, the server chooses them", async () => {
  await using server = await startOAuthServer();
  await credentialOf(server).getToken([]);
  expect(server.requests[0]?.body).not.toHaveProperty("scope");
});

test("a tenant replaces `common` in the spec's token URL", async () => {
  await using server = await startOAuthServer();
  const urls: string[] = [];
  const credential = createClientCredentials({
    tenant: "contoso.onmicrosoft.com",
    clientId,
    clientSecret,
    fetch(request) {
      urls.push(request.url);
      return fetch(new Request(server.tokenUrl, request));
    },
  });
  await credential.getToken(["some"]);
  expect(urls).toEqual([aadTokenUrl.replace("common", "contoso.onmicrosoft.com")]);
  expect(urls).not.toEqual([aadTokenUrl]);
});

test.each([
  "https://login.example/token?version=2",
  "http://localhost:4011/token",
  "http://127.0.0.1/token",
  "http://127.8.9.10:80/token",
  "http://[::1]:4011/token",
])("%s is accepted as a token URL", (tokenUrl) => {
  expect(() => createClientCredentials({ tokenUrl, clientId, clientSecret })).not.toThrow();
});

test.each([
  "http://login.example/token",
  "http://localhost.example/token",
  "http://notlocalhost/token",
  "http://127.0.0.1.example/token",
  "http://[::2]/token",
  "ftp://localhost/token",
  "https://user@login.example/token",
  "https://:password@login.example/token",
])("%s is refused as a token URL, without its secrets in the message", (tokenUrl) => {
  const create = () => createClientCredentials({ tokenUrl: new URL(tokenUrl), clientId, clientSecret });
  expect(create).toThrow(TypeError);
  expect(create).toThrow(
    /^The token URL \w+:\/\/[\w.:[\]]+\/token (must use https|must not contain a user name)/,
  );
});

const unusable: [string, ClientCredentialsOptions, RegExp][] = [
  ["an invalid tenant", { tenant: "a/../b", clientId, clientSecret }, /tenant/],
  ["an empty tenant", { tenant: "", clientId, clientSecret }, /tenant/],
  // @ts-expect-error One of the two is needed.
  ["neither tenant nor token URL", { clientId, clientSecret }, /tenant.*tokenUrl/],
  ["an invalid token URL", { tokenUrl: "token", clientId, clientSecret }, /URL/],
  ["an empty client id", { tenant: "some", clientId: "", clientSecret }, /clientId/],
  ["an empty secret", { tenant: "some", clientId, clientSecret: "" }, /clientSecret/],
];
test.each(unusable)("%s is a TypeError", (_what, options, message) => {
  expect(() => createClientCredentials(options)).toThrow(TypeError);
  expect(() => createClientCredentials(options)).toThrow(message);
});
