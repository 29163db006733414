import { expectTypeOf, test } from "vitest";
import type { CreateCompletionRequest, ExtraParameters, Prompt, Stop } from "../src/index.ts";

test("only the prompt is required: parameters with a default are optional", () => {
  expectTypeOf<{ prompt: string }>().toExtend<CreateCompletionRequest>();
  expectTypeOf<{ temperature: number }>().not.toExtend<CreateCompletionRequest>();
});

test("an optional parameter may be absent or null, but not undefined", () => {
  expectTypeOf<{ prompt: string; temperature: undefined }>().not.toExtend<CreateCompletionRequest>();
  expectTypeOf<{ prompt: string; seed: null; stop: null }>().toExtend<CreateCompletionRequest>();
});

test("a prompt has one of four forms", () => {
  expectTypeOf<Prompt>().toEqualTypeOf<string | string[] | number[] | number[][]>();
});

test("a prompt cannot mix forms", () => {
  // @ts-expect-error Text and a token
  ({ prompt: ["a", 1] }) satisfies CreateCompletionRequest;
  // @ts-expect-error A token and a list of tokens
  ({ prompt: [1, [2]] }) satisfies CreateCompletionRequest;
  // @ts-expect-error A list of text
  ({ prompt: [["a"]] }) satisfies CreateCompletionRequest;
  // @ts-expect-error Null
  ({ prompt: null }) satisfies CreateCompletionRequest;
});

test("`stop` is one sequence or several", () => {
  expectTypeOf<Stop>().toEqualTypeOf<string | string[]>();
});

test("extra parameters are allowed, and known parameters keep their types", () => {
  ({ prompt: "a", model: "llama2-7b", logprobs: 5 }) satisfies CreateCompletionRequest;
  // @ts-expect-error A known parameter with a wrong type
  ({ prompt: "a", temperature: "hot" }) satisfies CreateCompletionRequest;
  expectTypeOf<CreateCompletionRequest["temperature"]>().toEqualTypeOf<number | null | undefined>();
  expectTypeOf<CreateCompletionRequest["logprobs"]>().toBeUnknown();
});

test("ExtraParameters is a closed enum", () => {
  expectTypeOf<ExtraParameters>().toEqualTypeOf<"error" | "ignore" | "drop" | "pass-through">();
});
