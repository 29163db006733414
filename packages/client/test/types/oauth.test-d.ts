import { createCompletionsClient, type ResponseError, type TokenCredential } from "@completions-api/client";
import {
  type ClientCredentialsOptions,
  createClientCredentials,
  OAuthError,
  type OAuthErrorBody,
} from "@completions-api/client/oauth";
import { expectTypeOf, test } from "vitest";

declare const error: unknown;
const secrets = { clientId: "id", clientSecret: "secret" };
const tokenUrl = "https://login.example.com/token";

test("client credentials are a credential", () => {
  const credential = createClientCredentials({ ...secrets, tokenUrl });
  expectTypeOf(credential).toEqualTypeOf<TokenCredential>();
  createCompletionsClient({ baseUrl: "https://example.com", credential });
});

test("require either a tenant or a URL", () => {
  createClientCredentials({ ...secrets, tenant: "example.com" });
  createClientCredentials({ ...secrets, tokenUrl: new URL(tokenUrl) });
  // @ts-expect-error Neither
  createClientCredentials(secrets);
  // @ts-expect-error Both
  createClientCredentials({ ...secrets, tenant: "example.com", tokenUrl });
});

test("require an id and a secret", () => {
  // @ts-expect-error No secret
  createClientCredentials({ tokenUrl, clientId: "id" });
  // @ts-expect-error No id
  createClientCredentials({ tokenUrl, clientSecret: "secret" });
});

test("an option may be undefined", () => {
  expectTypeOf<{
    clientId: string;
    clientSecret: string;
    tenant: string;
    clientAuthentication: undefined;
    fetch: undefined;
    timeout: undefined;
  }>().toExtend<ClientCredentialsOptions>();
});

test("there are two ways to authenticate", () => {
  createClientCredentials({ ...secrets, tokenUrl, clientAuthentication: "client_secret_basic" });
  // @ts-expect-error No such way
  createClientCredentials({ ...secrets, tokenUrl, clientAuthentication: "basic" });
});

test("an OAuthError is a ResponseError", () => {
  if (!(error instanceof OAuthError)) return;
  expectTypeOf(error).toExtend<ResponseError>();
  expectTypeOf(error.body).toEqualTypeOf<OAuthErrorBody>();
  expectTypeOf(error.body.error).toEqualTypeOf<string>();
  expectTypeOf(error.body.error_description).toEqualTypeOf<string | undefined>();
  expectTypeOf<OAuthErrorBody["error_codes"]>().toEqualTypeOf<unknown>();
});
