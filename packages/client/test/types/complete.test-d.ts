import type {
  CompletionParameters,
  CompletionPromise,
  CompletionResult,
  CompletionStream,
  CompletionsClient,
} from "@completions-api/client";
import type { CreateCompletionRequest, CreateCompletionResponse } from "@completions-api/types";
import { expectTypeOf, test } from "vitest";

declare const client: CompletionsClient;
const prompt = "Once upon a time";

test("without `stream`, the result is a completion", () => {
  expectTypeOf(client.complete({ prompt })).toEqualTypeOf<CompletionPromise<CreateCompletionResponse>>();
  expectTypeOf(client.complete({ prompt, stream: false })).toEqualTypeOf<
    CompletionPromise<CreateCompletionResponse>
  >();
});

test("with `stream: true`, the result is a stream", () => {
  expectTypeOf(client.complete({ prompt, stream: true })).toEqualTypeOf<
    CompletionPromise<CompletionStream>
  >();
  const request = { prompt, stream: true } as const;
  expectTypeOf(client.complete(request)).toEqualTypeOf<CompletionPromise<CompletionStream>>();
});

test("with a `stream` of unknown value, the result is either", () => {
  type Either = CompletionPromise<CompletionStream | CreateCompletionResponse>;
  const stream = Math.random() < 0.5;
  expectTypeOf(client.complete({ prompt, stream })).toEqualTypeOf<Either>();
  expectTypeOf(client.complete({} as CreateCompletionRequest)).toEqualTypeOf<Either>();
  expectTypeOf(client.complete({} as CompletionParameters)).toEqualTypeOf<Either>();
  const request = { prompt, stream: true };
  expectTypeOf(client.complete(request)).toEqualTypeOf<Either>();
});

test("options do not change the result", () => {
  expectTypeOf(client.complete({ prompt, stream: true }, { timeout: 1_000 })).toEqualTypeOf<
    CompletionPromise<CompletionStream>
  >();
});

test("`CompletionResult` maps `stream` to the result", () => {
  expectTypeOf<CompletionResult<true>>().toEqualTypeOf<CompletionStream>();
  expectTypeOf<CompletionResult<false>>().toEqualTypeOf<CreateCompletionResponse>();
  expectTypeOf<CompletionResult<boolean>>().toEqualTypeOf<CompletionStream | CreateCompletionResponse>();
});

test("accepts all parameters of the spec", () => {
  client.complete({
    prompt: ["one", "two"],
    frequency_penalty: 0.5,
    max_tokens: 16,
    presence_penalty: -0.5,
    seed: 1,
    stop: ["\n"],
    temperature: 0,
    top_p: 1,
  });
  client.complete({ prompt: [1, 2], stop: "\n" });
  client.complete({ prompt: [[1], [2]] });
});

test("a parameter without a value may be undefined or null", () => {
  const absent = { seed: undefined, stop: undefined, temperature: null };
  client.complete({ prompt, ...absent });
  const settings: { seed: number | undefined; top_p?: number } = { seed: undefined };
  client.complete({ prompt, seed: settings.seed, top_p: settings.top_p });
  const completion = client.complete({ prompt, stream: null });
  expectTypeOf(completion).toEqualTypeOf<CompletionPromise<CreateCompletionResponse>>();
  expectTypeOf(client.complete({ prompt, stream: undefined })).toEqualTypeOf<typeof completion>();
  // @ts-expect-error The prompt is required
  client.complete({ prompt: undefined });
});

test("lists may be readonly", () => {
  client.complete({ prompt: ["one", "two"] as const, stop: ["\n"] as const });
  client.complete({ prompt: [] as readonly string[], stop: [] as readonly string[] });
  client.complete({ prompt: [] as readonly number[] });
  client.complete({ prompt: [] as readonly (readonly number[])[] });
  const request = { prompt: [[1], [2, 3]], stop: ["\n"], stream: true } as const;
  expectTypeOf(client.complete(request)).toEqualTypeOf<CompletionPromise<CompletionStream>>();
});

test("requires a prompt and correct types", () => {
  // @ts-expect-error No prompt
  client.complete({});
  // @ts-expect-error Text and tokens mixed
  client.complete({ prompt: ["one", 2] });
  // @ts-expect-error Null
  client.complete({ prompt: null });
  // @ts-expect-error Text in place of a number
  client.complete({ prompt, max_tokens: "16" });
  // @ts-expect-error Text in place of a boolean
  client.complete({ prompt, stream: "true" });
});
