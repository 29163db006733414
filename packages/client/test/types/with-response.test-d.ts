import type {
  CompletionPromise,
  CompletionStream,
  CompletionsClient,
  RateLimit,
  WithResponse,
} from "@completions-api/client";
import type { CreateCompletionResponse } from "@completions-api/types";
import { expectTypeOf, test } from "vitest";

declare const client: CompletionsClient;
const prompt = "Once upon a time";

test("a call is a promise of its result", async () => {
  expectTypeOf<CompletionPromise<CompletionStream>>().toExtend<Promise<CompletionStream>>();
  const [plain, streamed] = await Promise.all([
    client.complete({ prompt }),
    client.complete({ prompt, stream: true }),
  ]);
  expectTypeOf(plain).toEqualTypeOf<CreateCompletionResponse>();
  expectTypeOf(streamed).toEqualTypeOf<CompletionStream>();
});

test("`withResponse` has the call's result as `data`", async () => {
  const plain = await client.complete({ prompt }).withResponse();
  expectTypeOf(plain).toEqualTypeOf<WithResponse<CreateCompletionResponse>>();
  expectTypeOf(plain.data).toEqualTypeOf<CreateCompletionResponse>();
  expectTypeOf(plain.response).toEqualTypeOf<Response>();
  expectTypeOf(plain.requestId).toEqualTypeOf<string | undefined>();
  expectTypeOf(plain.rateLimit).toEqualTypeOf<RateLimit | undefined>();
  const streamed = await client.complete({ prompt, stream: true }).withResponse();
  expectTypeOf(streamed.data).toEqualTypeOf<CompletionStream>();
});

test("a rate limit has what the response states", () => {
  expectTypeOf<RateLimit["requests"]>().toEqualTypeOf<RateLimit["tokens"]>();
  expectTypeOf<NonNullable<RateLimit["tokens"]>>().toEqualTypeOf<{
    readonly limit?: number;
    readonly remaining?: number;
    readonly resetAfter?: number;
  }>();
});
