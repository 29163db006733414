import {
  type CallOptions,
  type CompletionParameters,
  type CompletionsClient,
  createCompletionsClient,
  type KnownParameters,
} from "@completions-api/client";
import type { CreateCompletionRequest, ExtraParameters } from "@completions-api/types";
import type { createCompletionRequestParameters } from "@completions-api/validators";
import { expectTypeOf, test } from "vitest";

const endpoint = { baseUrl: "https://example.com", credential: "key" };
const prompt = "Once upon a time";

test("a client refuses extra parameters unless told otherwise", () => {
  const client = createCompletionsClient(endpoint);
  expectTypeOf(client).toEqualTypeOf<CompletionsClient<"error">>();
  // @ts-expect-error No such parameter
  client.complete({ prompt, top_k: 5 });
  // @ts-expect-error A slip of the pen
  client.complete({ prompt, temprature: 5 });
  // @ts-expect-error Not in a stream either
  client.complete({ prompt, stream: true, top_k: 5 });
  // @ts-expect-error Nor with options that say nothing about them
  client.complete({ prompt, top_k: 5 }, { timeout: 1_000 });
});

test("so does one that is told to", () => {
  const client = createCompletionsClient({ ...endpoint, extraParameters: "error" });
  // @ts-expect-error No such parameter
  client.complete({ prompt, top_k: 5 });
});

test("one that is told otherwise takes any", () => {
  for (const extraParameters of ["ignore", "drop", "pass-through"] as const) {
    const client = createCompletionsClient({ ...endpoint, extraParameters });
    client.complete({ prompt, top_k: 5, logit_bias: { 1: -100 } });
    client.complete({ prompt, stream: true, top_k: 5 }, { timeout: 1_000 });
  }
});

test("a call has its own say", () => {
  const strict = createCompletionsClient(endpoint);
  strict.complete({ prompt, top_k: 5 }, { extraParameters: "pass-through" });
  const lenient = createCompletionsClient({ ...endpoint, extraParameters: "ignore" });
  // @ts-expect-error No such parameter
  lenient.complete({ prompt, top_k: 5 }, { extraParameters: "error" });
});

test("known parameters keep their types", () => {
  const client = createCompletionsClient({ ...endpoint, extraParameters: "ignore" });
  // @ts-expect-error Text for a number
  client.complete({ prompt, top_k: 5, max_tokens: "16" });
  // @ts-expect-error No prompt
  client.complete({ top_k: 5 });
  // @ts-expect-error Text for a number
  createCompletionsClient(endpoint).complete({ prompt, seed: "1" }, { extraParameters: "ignore" });
});

test("where the policy may be to refuse them, the types do", () => {
  const extraParameters = "ignore" as ExtraParameters;
  const client = createCompletionsClient({ ...endpoint, extraParameters });
  // @ts-expect-error Perhaps no such parameter
  client.complete({ prompt, top_k: 5 });
  const options: CallOptions = { extraParameters };
  // @ts-expect-error Perhaps no such parameter
  client.complete({ prompt, top_k: 5 }, options);
});

test("the policy is one of the spec's", () => {
  // @ts-expect-error No such policy
  createCompletionsClient({ ...endpoint, extraParameters: "refuse" });
  // @ts-expect-error No such policy
  createCompletionsClient(endpoint).complete({ prompt }, { extraParameters: "refuse" });
});

test("a client that takes any stands in for one that takes none", () => {
  expectTypeOf<CompletionsClient<"ignore">>().toExtend<CompletionsClient>();
});

test("the names of known parameters are known", () => {
  type Known = (typeof createCompletionRequestParameters)[number];
  expectTypeOf<keyof KnownParameters>().toEqualTypeOf<Known>();
  expectTypeOf<CompletionParameters>().toEqualTypeOf<KnownParameters>();
  expectTypeOf<CompletionParameters<"ignore">>().toEqualTypeOf<CreateCompletionRequest>();
});
