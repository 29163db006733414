import { expectTypeOf, test } from "vitest";
import type {
  Choices,
  ChunkChoice,
  CompletionChunk,
  CompletionErrorEvent,
  CompletionEvent,
  CompletionFinishReason,
  CompletionUsage,
  CreateCompletionResponse,
} from "../src/index.ts";

test("a choice has a finish reason from a closed enum", () => {
  expectTypeOf<CompletionFinishReason>().toEqualTypeOf<"stop" | "length" | "content_filter">();
  expectTypeOf<Choices["finish_reason"]>().toEqualTypeOf<CompletionFinishReason>();
});

test("a response always has its usage and its type", () => {
  expectTypeOf<CreateCompletionResponse["usage"]>().toEqualTypeOf<CompletionUsage>();
  expectTypeOf<CreateCompletionResponse["object"]>().toEqualTypeOf<"text_completion">();
  expectTypeOf<CreateCompletionResponse["choices"]>().toEqualTypeOf<Choices[]>();
});

test("in a chunk, the finish reason may be null, and the usage null or absent", () => {
  expectTypeOf<ChunkChoice["finish_reason"]>().toEqualTypeOf<CompletionFinishReason | null>();
  expectTypeOf<CompletionChunk["usage"]>().toEqualTypeOf<CompletionUsage | null | undefined>();
});

test("an event is a chunk or, if it has the property `error`, an error", () => {
  expectTypeOf<CompletionEvent>().toEqualTypeOf<CompletionChunk | CompletionErrorEvent>();
  const narrow = (event: CompletionEvent) => {
    if ("error" in event) expectTypeOf(event).toEqualTypeOf<CompletionErrorEvent>();
    else expectTypeOf(event).toEqualTypeOf<CompletionChunk>();
  };
  expectTypeOf(narrow).toBeFunction();
});
