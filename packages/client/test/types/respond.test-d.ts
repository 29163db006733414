import type { CompletionStream } from "@completions-api/client";
import { toReadableStream, toResponse } from "@completions-api/client/respond";
import { expectTypeOf, test } from "vitest";

declare const stream: CompletionStream;

test("a stream becomes a response or a body, in either format", () => {
  expectTypeOf(toResponse(stream)).toEqualTypeOf<Response>();
  expectTypeOf(toReadableStream(stream)).toEqualTypeOf<ReadableStream<Uint8Array>>();
  toResponse(stream, { as: "events" });
  toResponse(stream, { as: "text" });
  toResponse(stream, { as: undefined });
  // @ts-expect-error There are two formats
  toResponse(stream, { as: "json" });
});

test("a body can be the body of any response", () => {
  new Response(toReadableStream(stream), { headers: { "content-type": "text/plain" } });
});
