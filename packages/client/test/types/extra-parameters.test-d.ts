import {
  type CallOptions,
  type CompletionParameters,
  type CompletionPromise,
  type CompletionStream,
  type CompletionsClient,
  createCompletionsClient,
  type KnownParameters,
} from "@completions-api/client";
import type {
  CreateCompletionRequest,
  CreateCompletionResponse,
  ExtraParameters,
} from "@completions-api/types";
import type { createCompletionRequestParameters } from "@completions-api/validators";
import { expectTypeOf, test } from "vitest";

const endpoint = { baseUrl: "https://example.com", credential: "key" };
const prompt = "Once upon a time";

test("a client refuses extra parameters by default", () => {
  const client = createCompletionsClient(endpoint);
  expectTypeOf(client).toEqualTypeOf<CompletionsClient<"error">>();
  // @ts-expect-error No such parameter
  client.complete({ prompt, top_k: 5 });
  // @ts-expect-error A misspelled parameter
  client.complete({ prompt, temprature: 5 });
  // @ts-expect-error No such parameter in a stream
  client.complete({ prompt, stream: true, top_k: 5 });
  // @ts-expect-error Other options do not allow it
  client.complete({ prompt, top_k: 5 }, { timeout: 1_000 });
});

test("a client refuses extra parameters wherever their names are known", () => {
  const client = createCompletionsClient(endpoint);
  const request = { prompt, top_k: 5 };
  // @ts-expect-error In a variable
  client.complete(request);
  // @ts-expect-error In a spread
  client.complete({ ...request, seed: 1 });
  // @ts-expect-error In an interface
  client.complete({} as { prompt: string; top_k?: number });
  // @ts-expect-error Whether it is a stream or not
  client.complete({ prompt, top_k: 5, stream: Math.random() < 0.5 });
});

test("a client accepts requests whose type leaves the names of extra parameters open", () => {
  const client = createCompletionsClient(endpoint);
  client.complete({} as CreateCompletionRequest);
  client.complete({} as CompletionParameters<"ignore">);
  client.complete({} as { prompt: string } & Record<string, unknown>);
});

test("functions around `complete` may be generic", async () => {
  const client = createCompletionsClient(endpoint);
  const ofRequest = <Request extends CompletionParameters>(request: Request) =>
    client.complete({ ...request, seed: 1 });
  const ofStream = <Stream extends boolean>(request: CompletionParameters & { stream?: Stream }) =>
    client.complete(request);
  const ofClient = <Policy extends ExtraParameters>(any: CompletionsClient<Policy>) =>
    any.complete({ prompt, stream: true, seed: 1 });
  const ofArguments = (...[request, options]: Parameters<typeof client.complete>) =>
    client.complete(request, options);
  const sameType: typeof client.complete = (request, options) => client.complete(request, options);
  expectTypeOf(ofRequest({ prompt })).toEqualTypeOf<
    CompletionPromise<CompletionStream | CreateCompletionResponse>
  >();
  expectTypeOf(ofStream({ prompt, stream: true })).toEqualTypeOf<CompletionPromise<CompletionStream>>();
  expectTypeOf(ofClient(client)).toEqualTypeOf<CompletionPromise<CompletionStream>>();
  ofArguments({ prompt });
  // @ts-expect-error No such parameter
  ofArguments({ prompt, top_k: 5 });
  sameType({ prompt });
  // @ts-expect-error No such parameter
  sameType({ prompt, top_k: 5 });
});

test("a client with the policy `error` refuses extra parameters", () => {
  const client = createCompletionsClient({ ...endpoint, extraParameters: "error" });
  // @ts-expect-error No such parameter
  client.complete({ prompt, top_k: 5 });
});

test("a client with another policy accepts extra parameters", () => {
  for (const extraParameters of ["ignore", "drop", "pass-through"] as const) {
    const client = createCompletionsClient({ ...endpoint, extraParameters });
    client.complete({ prompt, top_k: 5, logit_bias: { 1: -100 } });
    client.complete({ prompt, stream: true, top_k: 5 }, { timeout: 1_000 });
  }
});

test("a call can override the client's policy", () => {
  const strict = createCompletionsClient(endpoint);
  strict.complete({ prompt, top_k: 5 }, { extraParameters: "pass-through" });
  const lenient = createCompletionsClient({ ...endpoint, extraParameters: "ignore" });
  // @ts-expect-error No such parameter
  lenient.complete({ prompt, top_k: 5 }, { extraParameters: "error" });
});

test("known parameters keep their types", () => {
  const client = createCompletionsClient({ ...endpoint, extraParameters: "ignore" });
  // @ts-expect-error Text in place of a number
  client.complete({ prompt, top_k: 5, max_tokens: "16" });
  // @ts-expect-error No prompt
  client.complete({ top_k: 5 });
  // @ts-expect-error Text in place of a number
  createCompletionsClient(endpoint).complete({ prompt, seed: "1" }, { extraParameters: "ignore" });
});

test("extra parameters are refused if the policy may be `error`", () => {
  const extraParameters = "ignore" as ExtraParameters;
  const client = createCompletionsClient({ ...endpoint, extraParameters });
  // @ts-expect-error Perhaps no such parameter
  client.complete({ prompt, top_k: 5 });
  const options: CallOptions = { extraParameters };
  // @ts-expect-error Perhaps no such parameter
  client.complete({ prompt, top_k: 5 }, options);
});

test("the policy must be one of the spec's", () => {
  // @ts-expect-error No such policy
  createCompletionsClient({ ...endpoint, extraParameters: "refuse" });
  // @ts-expect-error No such policy
  createCompletionsClient(endpoint).complete({ prompt }, { extraParameters: "refuse" });
});

test("a client that accepts extra parameters is assignable to one that does not", () => {
  expectTypeOf<CompletionsClient<"ignore">>().toExtend<CompletionsClient>();
});

test("the known parameters are those of the spec", () => {
  type Known = (typeof createCompletionRequestParameters)[number];
  expectTypeOf<keyof KnownParameters>().toEqualTypeOf<Known>();
  expectTypeOf<CompletionParameters>().toEqualTypeOf<KnownParameters>();
  expectTypeOf<CompletionParameters<"ignore">>().toEqualTypeOf<CreateCompletionRequest>();
});
