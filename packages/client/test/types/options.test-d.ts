import {
  type CallOptions,
  type ClientOptions,
  type CompletionsError,
  createCompletionsClient,
  type Retry,
} from "@completions-api/client";
import { expectTypeOf, test } from "vitest";

const endpoint = { baseUrl: "https://example.com", credential: "key" };
const client = createCompletionsClient(endpoint);
const prompt = "Once upon a time";

const everything: Required<CallOptions> = {
  apiVersion: "2024-04-01-preview",
  deployment: "llama2-7b",
  extraParameters: "pass-through",
  headers: { "x-team": "stories" },
  fetch: (request) => fetch(request),
  signal: AbortSignal.timeout(1_000),
  timeout: 1_000,
  idleTimeout: Number.POSITIVE_INFINITY,
  maxResponseBytes: 2 ** 20,
  maxRetries: 0,
  onRetry: () => {},
};

test("a client requires an address and a credential", () => {
  createCompletionsClient({ baseUrl: new URL("https://example.com"), credential: "key" });
  // @ts-expect-error No address
  createCompletionsClient({ credential: "key" });
  // @ts-expect-error No credential
  createCompletionsClient({ baseUrl: "https://example.com" });
});

test("a client accepts all options of a call", () => {
  createCompletionsClient({ ...endpoint, ...everything });
  client.complete({ prompt }, everything);
  expectTypeOf<Exclude<keyof ClientOptions, keyof CallOptions>>().toEqualTypeOf<
    "baseUrl" | "credential" | "scopes"
  >();
  // @ts-expect-error An option of the client only
  client.complete({ prompt }, { baseUrl: "https://example.com" });
});

test("an option may be undefined, so that options can be passed on", () => {
  const passOn = ({ signal, timeout }: CallOptions) => client.complete({ prompt }, { signal, timeout });
  expectTypeOf(passOn).parameter(0).toEqualTypeOf<CallOptions>();
  createCompletionsClient({ ...endpoint, scopes: undefined, fetch: undefined, headers: undefined });
});

test("the platform's `fetch` fits", () => {
  createCompletionsClient({ ...endpoint, fetch });
});

test("headers are the platform's `Headers` or a record of strings", () => {
  createCompletionsClient({ ...endpoint, headers: new Headers() });
  // @ts-expect-error A number is not a header value
  createCompletionsClient({ ...endpoint, headers: { "x-team": 1 } });
});

test("times are numbers", () => {
  // @ts-expect-error Text
  createCompletionsClient({ ...endpoint, timeout: "1s" });
  // @ts-expect-error Null
  createCompletionsClient({ ...endpoint, idleTimeout: null });
});

test("a misspelled option is refused", () => {
  // @ts-expect-error A missing e
  createCompletionsClient({ ...endpoint, maxRetris: 1 });
  // @ts-expect-error A missing e
  client.complete({ prompt }, { maxRetris: 1 });
});

test("onRetry receives the retry", () => {
  createCompletionsClient({
    ...endpoint,
    onRetry(retry) {
      expectTypeOf(retry).toEqualTypeOf<Retry>();
      expectTypeOf(retry.attempt).toEqualTypeOf<number>();
      expectTypeOf(retry.delay).toEqualTypeOf<number>();
      expectTypeOf(retry.error).toEqualTypeOf<CompletionsError>();
    },
  });
});

test("options are read-only", () => {
  const options: ClientOptions = Object.freeze({ ...endpoint, ...everything, scopes: ["a"] as const });
  createCompletionsClient(options);
  // @ts-expect-error Readonly
  options.timeout = 1;
  // @ts-expect-error Readonly
  options.scopes?.push("b");
});
