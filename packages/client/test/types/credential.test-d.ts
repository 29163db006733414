import type { TokenCredential as AzureTokenCredential } from "@azure/core-auth";
import {
  type Credential,
  createCompletionsClient,
  type TokenCredential,
  type TokenRequest,
} from "@completions-api/client";
import { expectTypeOf, test } from "vitest";

const baseUrl = "https://example.com";

test("a credential is a text", () => {
  createCompletionsClient({ baseUrl, credential: "key" });
});

test("or a function, which may wait, and may look at why it is asked", () => {
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

test("or what gives tokens for scopes", () => {
  const credential: TokenCredential = {
    async getToken(scopes) {
      expectTypeOf(scopes).toEqualTypeOf<string[]>();
      return { token: scopes.join() };
    },
  };
  createCompletionsClient({ baseUrl, credential, scopes: ["https://example.com/.default"] });
  createCompletionsClient({ baseUrl, credential: { getToken: async () => null } });
});

test("so those of Azure fit as they are", () => {
  expectTypeOf<AzureTokenCredential>().toExtend<TokenCredential>();
  const credential = {} as AzureTokenCredential;
  createCompletionsClient({ baseUrl, credential });
});

test("it gives a token, and not something like one", () => {
  // @ts-expect-error Undefined
  (() => undefined) satisfies Credential;
  // @ts-expect-error A number
  (async () => 1) satisfies Credential;
  // @ts-expect-error Not in an object
  ({ getToken: async () => "key" }) satisfies Credential;
  // @ts-expect-error A number
  ({ getToken: async () => ({ token: 1 }) }) satisfies Credential;
  // @ts-expect-error Not at once
  ({ getToken: () => ({ token: "key" }) }) satisfies Credential;
});
