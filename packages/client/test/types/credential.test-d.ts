import type { TokenCredential as AzureTokenCredential } from "@azure/core-auth";
import {
  type Credential,
  createCompletionsClient,
  type TokenCredential,
  type TokenRequest,
} from "@completions-api/client";
import { expectTypeOf, test } from "vitest";

const baseUrl = "https://example.com";

test("a credential may be a string", () => {
  createCompletionsClient({ baseUrl, credential: "key" });
});

test("a credential may be a function, which may be async and receives the request", () => {
  createCompletionsClient({ baseUrl, credential: () => "key" });
  createCompletionsClient({ baseUrl, credential: async () => "key" });
  createCompletionsClient({
    baseUrl,
    credential(request) {
      expectTypeOf(request).toEqualTypeOf<TokenRequest>();
      expectTypeOf(request.rejectedToken).toEqualTypeOf<string | undefined>();
      expectTypeOf(request.abortSignal).toEqualTypeOf<AbortSignal | undefined>();
      return "key";
    },
  });
});

test("a credential may issue tokens for scopes", () => {
  const credential: TokenCredential = {
    async getToken(scopes) {
      expectTypeOf(scopes).toEqualTypeOf<string[]>();
      return { token: scopes.join() };
    },
  };
  createCompletionsClient({ baseUrl, credential, scopes: ["https://example.com/.default"] });
  createCompletionsClient({ baseUrl, credential: { getToken: async () => null } });
});

test("credentials of Azure fit without changes", () => {
  expectTypeOf<AzureTokenCredential>().toExtend<TokenCredential>();
  const credential = {} as AzureTokenCredential;
  createCompletionsClient({ baseUrl, credential });
});

test("a credential must return a token of the correct type", () => {
  // @ts-expect-error Undefined
  (() => undefined) satisfies Credential;
  // @ts-expect-error A number
  (async () => 1) satisfies Credential;
  // @ts-expect-error Not an object
  ({ getToken: async () => "key" }) satisfies Credential;
  // @ts-expect-error A number
  ({ getToken: async () => ({ token: 1 }) }) satisfies Credential;
  // @ts-expect-error Not a promise
  ({ getToken: () => ({ token: "key" }) }) satisfies Credential;
});
