import type { TokenCredential } from "@azure/core-auth";
import { expectTypeOf, test } from "vitest";
import type { ClientOptions, Credential } from "../../src/index.ts";
import { createClientCredentials } from "../../src/oauth.ts";

test("what @azure/identity has is a credential as it is", () => {
  expectTypeOf<TokenCredential>().toExtend<Credential>();
  expectTypeOf<{ baseUrl: string; credential: TokenCredential }>().toExtend<ClientOptions>();
});

test("client credentials are a credential", () => {
  expectTypeOf(createClientCredentials).returns.toExtend<Credential>();
});
