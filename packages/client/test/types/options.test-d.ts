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
  maxRetries: 0,
  onRetry: () => {},
};

test("a client needs an address and a credential", () => {
  createCompletionsClient({ baseUrl: new URL("https://example.com"), credential: "key" });
  // @ts-expect-error No address
  createCompletionsClient({ credential: "key" });
  // @ts-expect-error No credential
  createCompletionsClient({ baseUrl: "https://example.com" });
});

test("what a call takes, a client takes as well", () => {
  createCompletionsClient({ ...endpoint, ...everything });
  client.complete({ prompt }, everything);
  expectTypeOf<Exclude<keyof ClientOptions, keyof CallOptions>>().toEqualTypeOf<
    "baseUrl" | "credential" | "scopes"
  >();
  // @ts-expect-error Of the client only
  client.complete({ prompt }, { baseUrl: "https://example.com" });
});

test("undefined is as good as nothing, so that options can be handed on", () => {
  const handOn = ({ signal, timeout }: CallOptions) => client.complete({ prompt }, { signal, timeout });
  expectTypeOf(handOn).parameter(0).toEqualTypeOf<CallOptions>();
  createCompletionsClient({ ...endpoint, scopes: undefined, fetch: undefined, headers: undefined });
});

test("the platform's `fetch` fits", () => {
  createCompletionsClient({ ...endpoint, fetch });
});

test("headers are those of the platform, or a record of texts", () => {
  createCompletionsClient({ ...endpoint, headers: new Headers() });
  // @ts-expect-error A number is no header
  createCompletionsClient({ ...endpoint, headers: { "x-team": 1 } });
});

test("times are numbers", () => {
  // @ts-expect-error Text
  createCompletionsClient({ ...endpoint, timeout: "1s" });
  // @ts-expect-error Null
  createCompletionsClient({ ...endpoint, idleTimeout: null });
});

test("a misspelt option is refused", () => {
  // @ts-expect-error One e too few
  createCompletionsClient({ ...endpoint, maxRetris: 1 });
  // @ts-expect-error One e too few
  client.complete({ prompt }, { maxRetris: 1 });
});

test("each retry is told of", () => {
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

test("options are read, never written", () => {
  const options: ClientOptions = Object.freeze({ ...endpoint, ...everything, scopes: ["a"] as const });
  createCompletionsClient(options);
  // @ts-expect-error Readonly
  options.timeout = 1;
  // @ts-expect-error Readonly
  options.scopes?.push("b");
});
