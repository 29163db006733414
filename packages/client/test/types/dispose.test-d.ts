import type { CompletionStream } from "@completions-api/client";
import { expectTypeOf, test } from "vitest";

declare const stream: CompletionStream;

/** The symbol's type; never, if the configured library of types lacks it. */
type AsyncDispose = SymbolConstructor extends { readonly asyncDispose: infer Name extends symbol }
  ? Name
  : never;

test("a stream is async disposable wherever the library of types has the symbol", () => {
  expectTypeOf<keyof CompletionStream & AsyncDispose>().toEqualTypeOf<AsyncDispose>();
});
