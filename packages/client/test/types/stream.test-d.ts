import type { CompletionStream, StreamedCompletion } from "@completions-api/client";
import type { CompletionChunk, CompletionUsage, CreateCompletionResponse } from "@completions-api/types";
import { expectTypeOf, test } from "vitest";

declare const stream: CompletionStream;

test("a stream iterates over chunks", async () => {
  for await (const chunk of stream) {
    expectTypeOf(chunk).toEqualTypeOf<CompletionChunk>();
    for (const { text, finish_reason } of chunk.choices) {
      expectTypeOf(text).toEqualTypeOf<string>();
      expectTypeOf(finish_reason).toEqualTypeOf<"stop" | "length" | "content_filter" | null>();
    }
  }
});

test("`text()` iterates over the text of a choice", async () => {
  for await (const text of stream.text()) expectTypeOf(text).toEqualTypeOf<string>();
  for await (const text of stream.text(1)) expectTypeOf(text).toEqualTypeOf<string>();
  // @ts-expect-error The index is a number
  stream.text("1");
});

test("a stream is an async iterable", () => {
  expectTypeOf(stream).toExtend<AsyncIterable<CompletionChunk>>();
  expectTypeOf(stream.text()).toExtend<AsyncIterable<string>>();
  // @ts-expect-error Not synchronously
  [...stream];
});

test("a stream returns the whole and the partial completion", () => {
  expectTypeOf(stream.final()).toEqualTypeOf<Promise<StreamedCompletion>>();
  expectTypeOf<StreamedCompletion["choices"]>().toEqualTypeOf<CreateCompletionResponse["choices"]>();
  expectTypeOf<StreamedCompletion["usage"]>().toEqualTypeOf<CompletionUsage | undefined>();
  expectTypeOf<CreateCompletionResponse>().toExtend<StreamedCompletion>();
  expectTypeOf(stream.partial()).toEqualTypeOf<CompletionChunk | undefined>();
});

test("a stream can be aborted with any reason or none", () => {
  expectTypeOf(stream.abort()).toEqualTypeOf<void>();
  stream.abort("enough");
  stream.abort(new Error("Enough"));
});
